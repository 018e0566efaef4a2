namespace ObsControlPlane.Api.Wire;

/// <summary>How far the graph is compared with the record, or made anew of it.</summary>
internal sealed record GraphTaskWire
{
    /// <summary><c>reconcile</c> or <c>rebuild</c>.</summary>
    public required string Task { get; init; }

    /// <summary><c>running</c>, <c>done</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it began, RFC 3339.</summary>
    public required string StartedAt { get; init; }

    /// <summary>When it ended, RFC 3339; null while it runs.</summary>
    public required string? FinishedAt { get; init; }

    /// <summary>Fixes and agents that were compared, or that the graph has taken.</summary>
    public required long Done { get; init; }

    /// <summary>Fixes and agents that there are; of a rebuild, with what was erased.</summary>
    public required long Total { get; init; }

    /// <summary>What was found to differ, by class.</summary>
    public required GraphDifferencesWire Differences { get; init; }

    /// <summary>Left out because they are on their way to the graph, wait as dead letters, or changed while they were compared.</summary>
    public required long Moving { get; init; }

    /// <summary>Put in line to be written to the graph anew.</summary>
    public required long Repaired { get; init; }

    /// <summary>SHA-256 over all states of both sides; null until everything was compared.</summary>
    public required GraphDigestsWire? Digests { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public required string? Failure { get; init; }
}

/// <summary>What graph and record disagree on, by class.</summary>
internal sealed record GraphDifferencesWire
{
    /// <summary>In the record and not in the graph.</summary>
    public required long Missing { get; init; }

    /// <summary>Older in the graph.</summary>
    public required long Stale { get; init; }

    /// <summary>As new in the graph, and other.</summary>
    public required long Altered { get; init; }

    /// <summary>Newer in the graph.</summary>
    public required long Ahead { get; init; }

    /// <summary>In the graph and not in the record.</summary>
    public required long Extra { get; init; }
}

/// <summary>Digests of both sides, equal exactly when both say the same.</summary>
internal sealed record GraphDigestsWire
{
    /// <summary>Of the record.</summary>
    public required string Record { get; init; }

    /// <summary>Of the graph.</summary>
    public required string Graph { get; init; }
}
