using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.Wire;

/// <summary>A page of issues that were seen happening.</summary>
internal sealed record SeenIssuePageWire
{
    /// <summary>Last seen first, ties by fingerprint.</summary>
    public required IReadOnlyList<SeenIssueWire> Issues { get; init; }

    /// <summary>Where the next page begins; null at the end.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>An issue and its episodes in numbers.</summary>
internal record SeenIssueWire
{
    /// <summary>The issue.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Its text: the newest alert's name, summary and description, else as it was told; empty when it was erased.</summary>
    public required string Issue { get; init; }

    /// <summary><c>firing</c>: an open episode is not acknowledged; <c>acknowledged</c>: every open one is; <c>quiet</c>: none is open.</summary>
    public required IssueStatus Status { get; init; }

    /// <summary>Open episodes.</summary>
    public required long Open { get; init; }

    /// <summary>Servers of its episodes, ordinal order.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>First report or occurrence, epoch milliseconds.</summary>
    public required long FirstSeen { get; init; }

    /// <summary>Newest occurrence, epoch milliseconds.</summary>
    public required long LastSeen { get; init; }

    /// <summary>Occurrences.</summary>
    public required long Count { get; init; }

    /// <summary>The fix to try first; null when none is known or it was not looked for.</summary>
    public required IHitWire? BestFix { get; init; }
}

/// <summary>An issue in full.</summary>
internal sealed record IssueDetailsWire : SeenIssueWire
{
    /// <summary>Its newest 100 episodes, newest beginning first, ties by id.</summary>
    public required IReadOnlyList<EpisodeWire> Episodes { get; init; }

    /// <summary>What worked before, best first, as a recall answers it.</summary>
    public required IReadOnlyList<IHitWire> Results { get; init; }

    /// <summary>What failed.</summary>
    public required IReadOnlyList<IHitWire> Avoid { get; init; }

    /// <summary>What the graph connects with it.</summary>
    public required IReadOnlyList<IHitWire> Related { get; init; }
}

/// <summary>A page of episodes.</summary>
internal sealed record EpisodePageWire
{
    /// <summary>Newest beginning first, ties by id.</summary>
    public required IReadOnlyList<EpisodeWire> Episodes { get; init; }

    /// <summary>Where the next page begins; null at the end.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>One stretch of an issue at one place.</summary>
internal sealed record EpisodeWire
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The issue.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Text of the issue; empty when it was erased.</summary>
    public required string Issue { get; init; }

    /// <summary><c>firing</c> while it is open, else <c>resolved</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Server, or null.</summary>
    public required string? Server { get; init; }

    /// <summary>Service, or null.</summary>
    public required string? Service { get; init; }

    /// <summary>Who saw it first, or null.</summary>
    public required string? Source { get; init; }

    /// <summary>When it began, RFC 3339 UTC.</summary>
    public required string StartedAt { get; init; }

    /// <summary>When it ended, RFC 3339 UTC; null while it is open.</summary>
    public required string? EndedAt { get; init; }

    /// <summary>Who is on it, or null.</summary>
    public required string? AcknowledgedBy { get; init; }

    /// <summary>Alerts in it, each counted once; 0 when only occurrences were reported.</summary>
    public required long Alerts { get; init; }
}

/// <summary>What an acknowledgement did.</summary>
internal sealed record AcknowledgedWire
{
    /// <summary>The issue.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Who is on it.</summary>
    public required string AcknowledgedBy { get; init; }

    /// <summary>Its open episodes, by id; empty when none is open, and while the journal holds the acknowledgement (202).</summary>
    public required IReadOnlyList<Guid> Episodes { get; init; }
}
