using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire;

/// <summary>A fix: what was done about an issue, and how it has fared (contract 6).</summary>
internal record FixWire
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Always <c>fix</c>.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary><c>issue:</c> and the issue.</summary>
    public required string Key { get; init; }

    /// <summary><c>f1:</c> and 32 hex digits; equal for the same issue.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The issue as it was first told.</summary>
    public required string Issue { get; init; }

    /// <summary>What was done, as it was first told.</summary>
    public required string Solution { get; init; }

    /// <summary>The newest outcome that is not unknown: true worked, false failed or rolled back; null = not known, which is never failure.</summary>
    public required bool? Success { get; init; }

    /// <summary>Newest telling, epoch milliseconds.</summary>
    public required long Ts { get; init; }

    /// <summary>The same as <c>ts</c>, RFC 3339 UTC.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Oldest telling, epoch milliseconds.</summary>
    public required long FirstTs { get; init; }

    /// <summary>How often it was told, 1 or more.</summary>
    public required long Sightings { get; init; }

    /// <summary>Who told it newest, or null.</summary>
    public required string? Agent { get; init; }

    /// <summary>Where it was done newest.</summary>
    public required ScopeWire Scope { get; init; }

    /// <summary>System the newest telling comes from, or null.</summary>
    public required string? Source { get; init; }

    /// <summary>Id in that system, or null.</summary>
    public required string? SourceId { get; init; }

    /// <summary>Union of all tellings' tags, ordinal order.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The newest telling's own JSON object, or null.</summary>
    public required Metadata? Metadata { get; init; }

    /// <summary>Counted outcomes, everywhere.</summary>
    public required OutcomesWire Outcomes { get; init; }

    /// <summary>How well it has proven itself for the scope asked about, else for its own.</summary>
    public required StandingWire Standing { get; init; }

    /// <summary>Grows with every change; the <c>ETag</c>.</summary>
    public required long Revision { get; init; }

    /// <summary>The fix this one replaces, or null.</summary>
    public required Guid? Supersedes { get; init; }

    /// <summary>The twin that this id now stands for, or null.</summary>
    public required Guid? MergedInto { get; init; }
}
