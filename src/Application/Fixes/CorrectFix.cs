using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Corrects a fix; a changed solution makes a new fix that supersedes it (contract 5).</summary>
/// <param name="Id">The fix.</param>
/// <param name="ExpectedRevision">The revision the caller read (<c>If-Match</c>).</param>
/// <param name="Solution">Another solution, or null.</param>
/// <param name="Tags">The whole new set of tags, or null.</param>
/// <param name="Metadata">The whole new object, or null.</param>
/// <param name="Scope">The whole new scope, or null.</param>
public sealed record CorrectFixCommand(
    Guid Id, long ExpectedRevision, string? Solution, IReadOnlyList<string?>? Tags, Metadata? Metadata, Scope? Scope) : ICarriesText<FixView?>
{
    /// <inheritdoc/>
    public IRequest<FixView?> Redacted(TextRedaction redaction) => this with
    {
        Solution = redaction.Text(Solution),
        Tags = redaction.Texts(Tags),
        Metadata = redaction.Metadata(Metadata),
        Scope = redaction.Scope(Scope),
    };
}

internal sealed class CorrectFixValidator : AbstractValidator<CorrectFixCommand>
{
    public CorrectFixValidator()
    {
        RuleFor(c => c.Solution).Keeps("solution", Rules.OptionalText);
        RuleFor(c => c.Tags).KeepsTags();
        RuleForEach(c => c.Tags).Keeps("tags", Rules.Name);
        RuleFor(c => c.Metadata).Keeps("metadata", Rules.OptionalMetadata);
        RuleFor(c => c.Scope).KeepsScope();
    }
}

internal sealed class CorrectFixHandler(IFixMemory memory, FixViews views, TimeProvider clock) : IRequestHandler<CorrectFixCommand, FixView?>
{
    public async Task<FixView?> Handle(CorrectFixCommand request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        IReadOnlyList<string>? tags = request.Tags is null ? null : [.. request.Tags.OfType<string>().Distinct(StringComparer.Ordinal)];
        var corrected = await memory.CorrectFixAsync(
            new FixCorrection(
                request.Id, request.ExpectedRevision, request.Solution, tags, request.Metadata, request.Scope,
                TimeOrderedId.Next(now), now.ToUnixTimeMilliseconds()),
            ct);
        if (corrected is null)
            return null;

        // The correction's receipt has no outcomes; a successor's are its own, which is none, an edited fix keeps its own.
        var current = await memory.GetFixAsync(corrected.Id, ct);
        return current is null ? null : views.Of(new FixWithEvidence(current.Fix, current.Evidence));
    }
}
