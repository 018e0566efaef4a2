using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Domain.Recall;

/// <summary>A record that some leg of a recall found, before it is ranked: exactly one of fix and memory is set.</summary>
public sealed record Finding
{
    /// <summary>The record.</summary>
    public Guid Id => Fix?.Id ?? Memory!.Id;

    /// <summary>The fix, or null.</summary>
    public Fix? Fix { get; init; }

    /// <summary>The fix's standing for the scope asked about; null for a memory.</summary>
    public Standing? Standing { get; init; }

    /// <summary>The memory, or null.</summary>
    public Memory? Memory { get; init; }

    /// <summary>Whether it is exactly what was asked for.</summary>
    public ExactMatch Exact { get; init; }

    /// <summary>BM25 of the question's words, above 0, higher is better; 0 when no word was found.</summary>
    public double Words { get; init; }

    /// <summary>Share of the question's words it holds, weighted by rarity, 0–1.</summary>
    public double Coverage { get; init; }

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
