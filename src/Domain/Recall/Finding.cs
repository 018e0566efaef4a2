using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Domain.Recall;

/// <summary>One record that some leg of a recall found, before it is ranked.</summary>
public sealed record Finding
{
    private readonly Lazy<Standing?>? _standing;

    /// <summary>The record.</summary>
    public required RecordFacts Record { get; init; }

    /// <inheritdoc cref="RecordFacts.Id"/>
    public Guid Id => Record.Id;

    /// <summary>The fix's standing for the scope asked about; null for a memory.</summary>
    public Standing? Standing
    {
        get => _standing?.Value;
        init => _standing = new Lazy<Standing?>(value);
    }

    /// <summary>How its standing is read: only for what may be shown, because it costs more than all the rest of ranking.</summary>
    public Func<Standing?> ReadStanding
    {
        init => _standing = new Lazy<Standing?>(value, LazyThreadSafetyMode.None);
    }

    /// <summary>Whether it is exactly what was asked for.</summary>
    public ExactMatch Exact { get; init; }

    /// <summary>BM25 of the question's words, above 0, higher is better; null when the words did not find it.</summary>
    public double? Words { get; init; }

    /// <summary>Cosine of its vector and the question's, −1 to 1; null when the vectors did not find it.</summary>
    public double? Cosine { get; init; }

    /// <summary>True when it has no vector, so that only words can tell how near it is; it is still to be made, or cannot be.</summary>
    public bool HasNoVector { get; init; }

    /// <summary>Neighbours it shares with the issue asked about, for one that the graph found; else 0.</summary>
    public int Shared { get; init; }
}

/// <summary>In what a record is exactly what was asked for.</summary>
public enum ExactMatch
{
    /// <summary>In nothing.</summary>
    None = 0,

    /// <summary>It is of the issue asked about.</summary>
    Fingerprint = 1,

    /// <summary>It is remembered under the key asked for.</summary>
    Key = 2,
}
