using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>The record, as an index in memory reads it once and follows it from then on.</summary>
/// <remarks>All members throw <see cref="StoreUnavailableException"/> when the store could not be reached or refused the request.</remarks>
internal interface IIndexSource
{
    /// <summary>The store, as the log names it.</summary>
    string Name { get; }

    /// <summary>Most records that are kept in memory (<c>Recall:InProcessLimit</c>).</summary>
    long Limit { get; }

    /// <summary>How long to wait for what was acknowledged before what is in memory is given instead, and said to be behind; infinite where it always comes.</summary>
    TimeSpan Patience { get; }

    /// <summary>Number of the newest change that anybody may know of; whoever asks now must see it.</summary>
    ValueTask<long> PublishedAsync(CancellationToken ct);

    /// <summary>How many records there are.</summary>
    Task<long> CountAsync(CancellationToken ct);

    /// <summary>Records after a row, by row.</summary>
    /// <param name="row">The last row read; 0 for the beginning.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Empty at the end.</returns>
    Task<IReadOnlyList<IndexableRecord>> ReadRecordsAsync(long row, int limit, CancellationToken ct);

    /// <summary>The model whose vectors are searched; null while there are none.</summary>
    Task<ModelStamp?> ReadModelAsync(CancellationToken ct);

    /// <summary>Every vector of a model.</summary>
    IAsyncEnumerable<RowVector> ReadVectorsAsync(ModelStamp model, CancellationToken ct);

    /// <summary>Begins to follow; what happens from now on is told, and what was read meanwhile may be told again.</summary>
    Task<IIndexChanges> FollowAsync(CancellationToken ct);

    /// <summary>What of a question the store alone can restrict: who told a record, where, its tags, and ids that a merged twin has.</summary>
    Task<StoreRestriction> RestrictAsync(SearchQuery query, CancellationToken ct);
}

/// <summary>The changes of a record from a moment on. Disposed when nobody follows any more.</summary>
internal interface IIndexChanges : IDisposable
{
    /// <summary>Number of the newest change that is not told because it was there before.</summary>
    long From { get; }

    /// <summary>Waits until there is something to take.</summary>
    /// <returns>False when nothing will be told any more.</returns>
    Task<bool> WaitAsync(CancellationToken ct);

    /// <summary>Takes what has gathered.</summary>
    /// <returns>Null when the store could not be asked; nothing is lost by that, and what is in memory goes on to be searched.</returns>
    Task<TakenChanges?> TakeAsync(CancellationToken ct);
}

/// <summary>Changes that happened one after the other.</summary>
/// <param name="Number">Number of the last of them.</param>
/// <param name="Changes">In their order.</param>
/// <param name="Records">The records that were added or changed, by row, as they are now; those that are gone are not among them.</param>
internal sealed record TakenChanges(long Number, IReadOnlyList<RecordChange> Changes, IReadOnlyDictionary<long, IndexableRecord> Records);

/// <summary>A vector and the row of its record.</summary>
internal readonly record struct RowVector(long Row, float[] Values);

/// <summary>What a store restricts of a question.</summary>
/// <param name="Exclude">Ids that are not wanted, those that stand for a merged twin included.</param>
/// <param name="Allowed">Rows that the filter lets through; null = all.</param>
internal sealed record StoreRestriction(IReadOnlySet<Guid> Exclude, RidSet? Allowed);
