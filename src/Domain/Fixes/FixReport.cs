using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.Fixes;

/// <summary>One telling of a fix: what was done about an issue, by whom and where, and whether it worked.</summary>
public sealed record FixReport
{
    /// <summary>UUIDv7 of this telling. The fix takes it as its own id when it is the first.</summary>
    public required Guid Id { get; init; }

    /// <summary>Fingerprint of the issue.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>The issue as it was told, 1 byte – 1 MiB of UTF-8; null when only a known fingerprint was given.</summary>
    public required string? IssueText { get; init; }

    /// <summary>What was done, 1 byte – 1 MiB of UTF-8, byte for byte as told.</summary>
    public required string Solution { get; init; }

    /// <summary>Whether it worked; null = not known, which is never failure.</summary>
    public bool? Success { get; init; }

    /// <summary>True when <see cref="Success"/> was read from words.</summary>
    public bool Inferred { get; init; }

    /// <summary>Who tells, or null.</summary>
    public string? Agent { get; init; }

    /// <summary>Where it was done.</summary>
    public Scope Scope { get; init; } = Scope.Everywhere;

    /// <summary>When it was done, epoch milliseconds.</summary>
    public required long Ts { get; init; }

    /// <summary>True when the caller gave <see cref="Ts"/>; only then can two tellings be one by their time.</summary>
    public bool TsGiven { get; init; }

    /// <summary>System it comes from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>Id in that system, or null.</summary>
    public string? SourceId { get; init; }

    /// <summary>Up to 32 tags, in the caller's order, without repeats.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The caller's own JSON object, or null.</summary>
    public Metadata? Metadata { get; init; }

    /// <summary>The outcome this telling states, or null when it states none.</summary>
    /// <param name="fixId">The fix it is about.</param>
    /// <returns>An outcome with the telling's own id, agent, scope and time, evidence <see cref="EvidenceKind.Reported"/>.</returns>
    public OutcomeReport? AsOutcome(Guid fixId) => Success is { } success
        ? new OutcomeReport(Id, fixId, success ? OutcomeKind.Worked : OutcomeKind.Failed, Evidence.Plain, Agent, Scope, Ts)
        : null;
}
