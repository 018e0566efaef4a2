using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Ports;

/// <summary>The legs of a recall, each hit with its raw score; fusion, standing and verdict belong to the domain (the vector port).</summary>
public interface IFixSearch
{
    /// <summary>Searches each leg at once.</summary>
    /// <param name="query">What to search for.</param>
    /// <param name="ct">Cancels the search; the store stops working on it.</param>
    /// <returns>The legs; a leg that found nothing is empty, a leg that is not configured says so.</returns>
    /// <exception cref="StoreUnavailableException">The store could not be reached or refused the request.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    Task<SearchLegs> SearchAsync(SearchQuery query, CancellationToken ct);
}

/// <summary>A question for the legs.</summary>
/// <param name="Fingerprint">Fingerprint of the issue asked about, or null when the key names no issue.</param>
/// <param name="Text">The words asked for, 1 byte – 1 MiB; any characters, operators mean nothing.</param>
/// <param name="Kinds">Fixes alone, or fixes and memories.</param>
/// <param name="Depth">Hits of each leg, 1–1,000.</param>
/// <param name="Filter">Restricts every leg; any report of a fix may match it.</param>
/// <param name="Before">Only records whose newest telling is before this, epoch milliseconds, exclusive; null for all.</param>
/// <param name="Exclude">Ids that are not wanted.</param>
public sealed record SearchQuery(
    Fingerprint? Fingerprint, string Text, SearchKinds Kinds, int Depth, SearchFilter Filter, long? Before, IReadOnlyCollection<Guid> Exclude);

/// <summary>What may be found.</summary>
public enum SearchKinds
{
    /// <summary>Fixes alone.</summary>
    Fixes = 0,

    /// <summary>Fixes and memories.</summary>
    FixesAndMemories = 1,
}

/// <summary>Restriction of a search; null members restrict nothing.</summary>
/// <param name="Scope">Parts of the scope, each exact.</param>
/// <param name="Agent">The agent that told it, exact.</param>
/// <param name="Kind">Fix or memory.</param>
/// <param name="Tag">A tag it has, exact.</param>
public sealed record SearchFilter(Scope Scope, string? Agent = null, RecordKind? Kind = null, string? Tag = null)
{
    /// <summary>Restricts nothing.</summary>
    public static readonly SearchFilter None = new(Scope.Everywhere);

    /// <summary>True when nothing is restricted.</summary>
    public bool IsEmpty => Scope.IsEmpty && Agent is null && Kind is null && Tag is null;
}

/// <summary>What the legs found.</summary>
/// <param name="Fingerprint">Fixes of exactly this issue; raw score 1; newest first, ties by id.</param>
/// <param name="Words">Best raw score first, ties by id.</param>
/// <param name="Vectors">Best raw score first, ties by id; null while vectors are off.</param>
/// <param name="FingerprintMilliseconds">Time the first leg took.</param>
/// <param name="WordsMilliseconds">Time the second leg took.</param>
public sealed record SearchLegs(
    IReadOnlyList<LegHit> Fingerprint, IReadOnlyList<WordHit> Words, IReadOnlyList<LegHit>? Vectors,
    double FingerprintMilliseconds, double WordsMilliseconds);

/// <summary>One hit.</summary>
/// <param name="Id">The record.</param>
/// <param name="Raw">The leg's own score, higher is better.</param>
public sealed record LegHit(Guid Id, double Raw);

/// <summary>One hit of the word leg.</summary>
/// <param name="Id">The record.</param>
/// <param name="Raw">BM25, above 0, higher is better.</param>
/// <param name="Coverage">Share of the question's words that it holds, each weighted by its rarity (idf), 0–1; words the store never saw count as its rarest.</param>
public sealed record WordHit(Guid Id, double Raw, double Coverage);
