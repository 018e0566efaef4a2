namespace ObsControlPlane.Application.Ports;

/// <summary>Compares the graph with the record, and makes it anew from the record. One task at a time; it goes on in the background.</summary>
/// <remarks>Every member throws <see cref="Domain.DomainException"/> where graph and record are one store: there is nothing to compare.</remarks>
public interface IGraphUpkeep
{
    /// <summary>Begins to compare, unless that is running.</summary>
    /// <param name="repair">Whether what differs is written to the graph anew.</param>
    /// <returns>How far it is.</returns>
    /// <exception cref="Domain.DomainException">The other task is running (<c>conflict</c>).</exception>
    GraphTask Reconcile(bool repair);

    /// <summary>Begins to empty the graph and to write all of the record to it, unless that is running.</summary>
    /// <returns>How far it is.</returns>
    /// <exception cref="Domain.DomainException">The other task is running (<c>conflict</c>).</exception>
    GraphTask Rebuild();

    /// <summary>The newest task of a kind that this process began; null when there was none.</summary>
    GraphTask? Newest(GraphTaskKind kind);
}

/// <summary>What is done to the graph as a whole.</summary>
public enum GraphTaskKind
{
    /// <summary>Compared with the record.</summary>
    Reconcile = 0,

    /// <summary>Made anew.</summary>
    Rebuild = 1,
}

/// <summary>How far a task is.</summary>
/// <param name="Kind">Which task.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="StartedAt">When it began, epoch milliseconds.</param>
public sealed record GraphTask(GraphTaskKind Kind, GraphTaskState State, long StartedAt)
{
    /// <summary>When it ended, epoch milliseconds; null while it runs.</summary>
    public long? FinishedAt { get; init; }

    /// <summary>Records that were compared, or that the graph has taken.</summary>
    public long Done { get; init; }

    /// <summary>Records that there are: fixes and agents.</summary>
    public long Total { get; init; }

    /// <summary>What was found; all 0 for a rebuild.</summary>
    public GraphDifferences Differences { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>Records that were left out because they are on their way to the graph, or changed while they were compared.</summary>
    public long Moving { get; init; }

    /// <summary>Differing records that were put in line to be written to the graph anew.</summary>
    public long Repaired { get; init; }

    /// <summary>SHA-256 over all states of the record, in hex; null until everything was compared.</summary>
    public string? RecordDigest { get; init; }

    /// <summary>The same over the graph's: equal exactly when both say the same.</summary>
    public string? GraphDigest { get; init; }

    /// <summary>Why it failed, one sentence; null unless it did.</summary>
    public string? Failure { get; init; }
}

/// <summary>States of a task.</summary>
public enum GraphTaskState
{
    /// <summary>It runs.</summary>
    Running = 0,

    /// <summary>It ended.</summary>
    Done = 1,

    /// <summary>A store failed, or the process stopped; it may be begun again.</summary>
    Failed = 2,
}

/// <summary>Records that graph and record disagree on, by class.</summary>
/// <param name="Missing">In the record and not in the graph.</param>
/// <param name="Stale">Older in the graph.</param>
/// <param name="Altered">As new in the graph, and other.</param>
/// <param name="Ahead">Newer in the graph, as after the record was restored from a backup.</param>
/// <param name="Extra">In the graph and not in the record.</param>
public sealed record GraphDifferences(long Missing, long Stale, long Altered, long Ahead, long Extra)
{
    /// <summary>All of them.</summary>
    public long Sum => Missing + Stale + Altered + Ahead + Extra;
}
