using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Ports;

/// <summary>
/// The legs of a recall, each hit with its raw score and what ranking has to know of it; fusion, standing and verdict belong to the
/// domain (the vector port).
/// </summary>
/// <remarks>
/// Every leg knows every record that was acknowledged before it was asked, unless it says how far it is behind. All members throw <see cref="StoreUnavailableException"/> when
/// the store could not be reached or refused the request, and <see cref="OperationCanceledException"/> when cancelled.
/// </remarks>
public interface IFixSearch
{
    /// <summary>True while an index is made ready and the store itself is searched in its place: slower, and no less complete.</summary>
    bool IsLoading { get; }

    /// <summary>Fixes of exactly the issue asked about.</summary>
    /// <param name="query">What to search for.</param>
    /// <param name="ct">Cancels the search.</param>
    /// <returns>Raw score 1; newest first, ties by id; empty without <see cref="SearchQuery.Fingerprint"/>.</returns>
    Task<ExactLeg> FindExactAsync(SearchQuery query, CancellationToken ct);

    /// <summary>Records that hold words of the question.</summary>
    /// <param name="query">What to search for.</param>
    /// <param name="ct">Cancels the search.</param>
    /// <returns>Raw score BM25, above 0; best first, ties by id.</returns>
    Task<WordLeg> FindWordsAsync(SearchQuery query, CancellationToken ct);

    /// <summary>Records whose vectors are nearest to the question's.</summary>
    /// <param name="query">What to search for; its text is not looked at.</param>
    /// <param name="vector">The question's vector.</param>
    /// <param name="ct">Cancels the search.</param>
    /// <returns>Raw score cosine, −1 to 1; best first, ties by id. Nothing, and the model they were refused for, when the stored vectors are of another one.</returns>
    Task<VectorLeg> FindNearestAsync(SearchQuery query, QueryVector vector, CancellationToken ct);
}

/// <summary>A question for the legs.</summary>
/// <param name="Fingerprint">Fingerprint of the issue asked about, or null when the key names no issue.</param>
/// <param name="Text">The words asked for, 1 byte – 1 MiB; any characters, operators mean nothing.</param>
/// <param name="Kinds">Fixes alone, or fixes and memories.</param>
/// <param name="Depth">Hits of the leg, 1–10,000.</param>
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

/// <summary>One hit.</summary>
/// <param name="Record">The record.</param>
/// <param name="Raw">The leg's own score, higher is better.</param>
public sealed record LegHit(RecordFacts Record, double Raw)
{
    /// <summary>The record's id.</summary>
    public Guid Id => Record.Id;
}

/// <summary>What is of exactly the issue.</summary>
/// <param name="Hits">Newest first, ties by id.</param>
/// <param name="LagMilliseconds">Age of what was searched where the record itself could not be asked; 0 when it is current.</param>
public sealed record ExactLeg(IReadOnlyList<LegHit> Hits, long LagMilliseconds = 0);

/// <summary>What the words found.</summary>
/// <param name="Hits">Best first, ties by id.</param>
/// <param name="Ceiling">The score that no record could exceed for this question, above 0; words that no record holds count in it as the rarest. 0 for a question without words.</param>
/// <param name="LagMilliseconds">Age of what was searched where the record itself could not be asked; 0 when it is current.</param>
public sealed record WordLeg(IReadOnlyList<LegHit> Hits, double Ceiling, long LagMilliseconds = 0);

/// <summary>What the vectors found.</summary>
/// <param name="Hits">Best first, ties by id.</param>
/// <param name="Refused">The model of the stored vectors when it is not the question's: nothing was compared. Else null.</param>
/// <param name="LagMilliseconds">Age of what was searched where the record itself could not be asked; 0 when it is current.</param>
public sealed record VectorLeg(IReadOnlyList<LegHit> Hits, ModelStamp? Refused = null, long LagMilliseconds = 0);

/// <summary>The vector of a question.</summary>
/// <param name="Model">The model that made it.</param>
/// <param name="Values">Unit length, <see cref="ModelStamp.Dimension"/> numbers.</param>
public sealed record QueryVector(ModelStamp Model, float[] Values);
