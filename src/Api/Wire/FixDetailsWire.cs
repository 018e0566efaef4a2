using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Api.Wire;

/// <summary>A fix with its history.</summary>
internal sealed record FixDetailsWire : FixWire
{
    /// <summary>The newest 100 outcomes, newest first, ties by id.</summary>
    public required IReadOnlyList<HistoryWire> History { get; init; }

    /// <summary>The newest 100 reports, newest first, ties by id.</summary>
    public required IReadOnlyList<ReportWire> Reports { get; init; }
}

/// <summary>One outcome in a fix's history.</summary>
internal sealed record HistoryWire
{
    /// <summary>How the application ended.</summary>
    public required OutcomeKind Outcome { get; init; }

    /// <summary>False when the same application had been counted already.</summary>
    public required bool Counted { get; init; }

    /// <summary>Who says so, or null.</summary>
    public required string? Agent { get; init; }

    /// <summary>Where it was applied.</summary>
    public required ScopeWire Scope { get; init; }

    /// <summary>Why it is believed.</summary>
    public required EvidenceWire Evidence { get; init; }

    /// <summary>When it ended, epoch milliseconds.</summary>
    public required long Ts { get; init; }
}

/// <summary>Why an outcome is believed.</summary>
internal sealed record EvidenceWire
{
    /// <summary>Its kind, which decides its weight.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>Free text, or null.</summary>
    public required string? Note { get; init; }
}

/// <summary>One telling of a fix.</summary>
internal sealed record ReportWire
{
    /// <summary>The issue as it was told; null when only its fingerprint was given.</summary>
    public required string? Issue { get; init; }

    /// <summary>Who told it, or null.</summary>
    public required string? Agent { get; init; }

    /// <summary>Where it was done.</summary>
    public required ScopeWire Scope { get; init; }

    /// <summary>Tags, in the caller's order.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The caller's own JSON object, or null.</summary>
    public required Metadata? Metadata { get; init; }

    /// <summary>System it comes from, or null.</summary>
    public required string? Source { get; init; }

    /// <summary>Id in that system, or null.</summary>
    public required string? SourceId { get; init; }

    /// <summary>When it was done, epoch milliseconds.</summary>
    public required long Ts { get; init; }
}
