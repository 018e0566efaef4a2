using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Memories;

/// <summary>Remembers a content under a key; <c>issue:X</c> is a fix of issue X whose success is read from metadata or words (contract 3 and 5).</summary>
/// <param name="MemoryKey">The key.</param>
/// <param name="Content">The content.</param>
/// <param name="Metadata">The caller's own JSON object, or null; its member <c>success</c> says how it ended.</param>
/// <param name="Agent">Who tells, or null.</param>
/// <param name="Scope">Where, or null.</param>
/// <param name="Ts">When, epoch milliseconds; null = now.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record RememberMemoryCommand(
    string? MemoryKey, string? Content, Metadata? Metadata, string? Agent, Scope? Scope, long? Ts, WriteKey? Key) : ICarriesText<Written<Receipt>>
{
    /// <inheritdoc/>
    public IRequest<Written<Receipt>> Redacted(TextRedaction redaction) => this with
    {
        MemoryKey = redaction.Text(MemoryKey),
        Content = redaction.Text(Content),
        Metadata = redaction.Metadata(Metadata),
        Agent = redaction.Name(Agent),
        Scope = redaction.Scope(Scope),
        Key = redaction.Key(Key),
    };

    /// <inheritdoc/>
    public Written<Receipt> Naming(Written<Receipt> response, IReadOnlyList<string> families) =>
        response with { Value = response.Value with { Redacted = families } };
}

internal sealed class RememberMemoryValidator : AbstractValidator<RememberMemoryCommand>
{
    public RememberMemoryValidator(TimeProvider clock)
    {
        RuleFor(c => c.MemoryKey).Keeps("key", Rules.MemoryKey);
        RuleFor(c => c.Content).Keeps("content", Rules.Text);
        RuleFor(c => c.Metadata).Keeps("metadata", Rules.OptionalMetadata);
        RuleFor(c => c.Agent).Keeps("agent", Rules.OptionalAgent);
        RuleFor(c => c.Scope).KeepsScope();
        RuleFor(c => c.Ts).Keeps("ts", ts => Rules.OptionalTs(ts, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
    }
}

internal sealed class RememberMemoryHandler(IFixMemory memory, FixIntake intake, TimeProvider clock, ILogger<RememberMemoryHandler> log)
    : IRequestHandler<RememberMemoryCommand, Written<Receipt>>
{
    public async Task<Written<Receipt>> Handle(RememberMemoryCommand request, CancellationToken ct)
    {
        var written = Fix.IssueIn(request.MemoryKey!) is { } issue
            ? await TakeFixAsync(request, issue, ct)
            : await memory.TakeMemoryAsync(MemoryOf(request), request.Key, ct);
        log.Remembered(written.Value);
        return written;
    }

    private async Task<Written<Receipt>> TakeFixAsync(RememberMemoryCommand request, string issue, CancellationToken ct)
    {
        var submission = new FixSubmission
        {
            Issue = issue,
            Solution = request.Content,
            Agent = request.Agent,
            Scope = request.Scope,
            Ts = request.Ts,
            Metadata = request.Metadata,
        };
        var read = SuccessReading.Read(StatedSuccess(request.Metadata), request.Content!, isIssueKey: true);

        // The issue's text is known, so the record always has something to take.
        return (await memory.TakeFixAsync(intake.Report(submission, read), request.Key, ct))!;
    }

    private Memory MemoryOf(RememberMemoryCommand request)
    {
        var now = clock.GetUtcNow();
        return new Memory(
            TimeOrderedId.Next(now), request.MemoryKey!, request.Content!, request.Metadata, request.Agent,
            request.Scope ?? Scope.Everywhere, request.Ts ?? now.ToUnixTimeMilliseconds());
    }

    private static string? StatedSuccess(Metadata? metadata)
    {
        if (metadata is null)
            return null;
        using var json = JsonDocument.Parse(metadata.Json);
        if (!json.RootElement.TryGetProperty("success", out var success))
            return null;
        return success.ValueKind is JsonValueKind.String ? success.GetString() : success.GetRawText();
    }
}
