using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Application.Access;

/// <summary>Makes a key, alone or in place of another one, which goes on working for a while.</summary>
/// <param name="Name">What it is for; null with <paramref name="Replaces"/> = the replaced key's.</param>
/// <param name="Scopes"><c>read</c>, <c>write</c>, <c>admin</c>; null with <paramref name="Replaces"/> = the replaced key's.</param>
/// <param name="ExpiresAt">From when on it does not work, epoch milliseconds, or null.</param>
/// <param name="Replaces">Id of the key that it replaces, or null.</param>
/// <param name="GraceSeconds">How long the replaced key goes on working, 0–2,592,000; null = one day.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record CreateKeyCommand(string? Name, IReadOnlyList<string?>? Scopes, long? ExpiresAt, string? Replaces, int? GraceSeconds, WriteKey? Key)
    : ICarriesText<CreatedKey?>
{
    /// <inheritdoc/>
    public IRequest<CreatedKey?> Redacted(TextRedaction redaction) => this with { Name = redaction.Text(Name), Key = redaction.Key(Key) };
}

/// <summary>A key that was made.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">Its secret, which nobody can show again; null when this is a repeat of the request that made it.</param>
public sealed record CreatedKey(ApiKey Key, string? Secret);

internal sealed class CreateKeyValidator : AbstractValidator<CreateKeyCommand>
{
    public CreateKeyValidator(TimeProvider clock)
    {
        RuleFor(c => c.Name).Must((c, name, context) => Keeps(context, name is null && c.Replaces is not null ? null : Rules.Name(name)))
            .WithMessage("{Why}").OverridePropertyName("name");
        RuleFor(c => c.Scopes).Must((c, scopes, context) => Keeps(context, scopes is null && c.Replaces is not null ? null : WhyNoScopes(scopes)))
            .WithMessage("{Why}").OverridePropertyName("scopes");
        RuleFor(c => c.ExpiresAt).Keeps("expires_at", at => at <= clock.GetUtcNow().ToUnixTimeMilliseconds() ? "must be in the future; leave it out for a key without an end" : null);
        RuleFor(c => c.Replaces).Keeps("replaces", Rules.OptionalId);
        RuleFor(c => c.GraceSeconds).Keeps("grace_seconds", seconds => Rules.OptionalWithin(seconds, 0, Limits.KeyGraceSeconds));
        RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
    }

    private static string? WhyNoScopes(IReadOnlyList<string?>? scopes) =>
        scopes is { Count: > 0 and <= 3 } && scopes.All(scope => scope is not null && AccessScopeNames.All.Contains(scope))
            ? null
            : $"must be one or more of: {string.Join(", ", AccessScopeNames.All)}";

    private static bool Keeps<T>(ValidationContext<T> context, string? why)
    {
        context.MessageFormatter.AppendArgument("Why", why ?? "");
        return why is null;
    }
}

internal sealed class CreateKeyHandler(IKeyStore keys, KeyRing ring, TimeProvider clock) : IRequestHandler<CreateKeyCommand, CreatedKey?>
{
    private const long StandardGraceSeconds = 86_400;

    /// <summary>Null when the key to replace is not there.</summary>
    public async Task<CreatedKey?> Handle(CreateKeyCommand request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var milliseconds = now.ToUnixTimeMilliseconds();
        var known = await keys.ListAsync(ct);
        Guid? replaces = request.Replaces is null ? null : Guid.Parse(request.Replaces);
        var replaced = replaces is null ? null : known.FirstOrDefault(key => key.Id == replaces && key.RevokedAt is null);
        if (replaces is not null && replaced is null)
            return null;
        if (known.Count(key => key.StateAt(milliseconds) == ApiKeyState.Active) >= Limits.Keys)
            throw new DomainException(ProblemCodes.Conflict, $"There are {Limits.Keys} keys that work, and no more are kept; revoke some that nobody uses.");

        var secret = KeySecret.New();
        var key = new ApiKey(
            TimeOrderedId.Next(now), request.Name ?? replaced!.Name, request.Scopes is null ? replaced!.Scopes : AccessScopeNames.Of(request.Scopes),
            KeySecret.Hash(secret), milliseconds, request.ExpiresAt, Replaces: replaces);
        var written = await keys.AddAsync(key, milliseconds + ((request.GraceSeconds ?? StandardGraceSeconds) * 1_000), request.Key, ct);
        if (written is null)
            return null;
        var reading = ring.BeginReading();
        ring.Take(await keys.ListAsync(ct), reading);
        return written.Replayed ? new CreatedKey(key with { Id = written.Value.Id }, null) : new CreatedKey(key, secret);
    }
}
