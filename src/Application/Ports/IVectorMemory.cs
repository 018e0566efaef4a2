namespace ObsControlPlane.Application.Ports;

/// <summary>
/// The vectors of the record. Every record that is taken in waits for its vector from the transaction that takes it in, until the vector
/// is stored; so none is forgotten and none is made twice, whenever the program ends.
/// </summary>
/// <remarks>
/// Vectors of one model serve at a time. While another model's are made, the old ones serve on; they are replaced when nothing waits any
/// more. All members throw <see cref="StoreUnavailableException"/> when the store fails. All may be called concurrently.
/// </remarks>
public interface IVectorMemory
{
    /// <summary>True while writes wait: making vectors gives way to them.</summary>
    bool IsBusy { get; }

    /// <summary>Which vectors there are.</summary>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Models and counts, kept by the writes, not scans.</returns>
    Task<VectorStats> GetVectorStatsAsync(CancellationToken ct);

    /// <summary>Texts that wait for their vector.</summary>
    /// <param name="limit">At most this many, 1–1,000.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>In the order in which they were taken in; empty when none waits.</returns>
    Task<IReadOnlyList<WaitingText>> GetWaitingAsync(int limit, CancellationToken ct);

    /// <summary>Which of some records have no vector that is searched.</summary>
    /// <param name="ids">Up to 1,000 ids.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Those that are there and have none of the model that serves.</returns>
    Task<IReadOnlySet<Guid>> FindWithoutVectorAsync(IReadOnlyList<Guid> ids, CancellationToken ct);

    /// <summary>Stores vectors, and lets the model serve that is made once nothing waits any more; a record that was erased meanwhile gets none, one that has one already gets the new one.</summary>
    /// <param name="model">The model that made them; must be the one that serves or that is made.</param>
    /// <param name="vectors">Unit length, of the model's dimension.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>How many were stored; 0 when the model is neither of the two.</returns>
    Task<int> StoreVectorsAsync(ModelStamp model, IReadOnlyList<RecordVector> vectors, CancellationToken ct);

    /// <summary>Ends the waiting of records of which no vector can be made; they have none until the next re-embedding.</summary>
    /// <param name="ids">The records; one that does not wait is passed over.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>How many waited.</returns>
    Task<int> EndWaitingAsync(IReadOnlyList<Guid> ids, CancellationToken ct);

    /// <summary>
    /// Makes a model the one that serves, when there is none yet; when it serves already and vectors of another were being made, that is given
    /// up. Else changes nothing.
    /// </summary>
    /// <param name="model">The configured model.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The state after it.</returns>
    Task<VectorStats> AdoptModelAsync(ModelStamp model, CancellationToken ct);

    /// <summary>Lets every record wait for a vector of a model; a repeat while it runs changes nothing.</summary>
    /// <param name="model">The configured model.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The state after it.</returns>
    Task<VectorStats> StartReEmbeddingAsync(ModelStamp model, CancellationToken ct);

    /// <summary>Deletes vectors of models that neither serve nor are made.</summary>
    /// <param name="limit">At most this many, 1–10,000.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>How many were deleted; 0 when there are none left.</returns>
    Task<int> DeleteOldVectorsAsync(int limit, CancellationToken ct);
}

/// <summary>Which vectors there are.</summary>
/// <param name="Serving">The model whose vectors are searched; null before the first.</param>
/// <param name="Making">The model whose vectors are made to replace them; null when no re-embedding runs.</param>
/// <param name="Ready">Vectors of the model that serves.</param>
/// <param name="Waiting">Records that wait for a vector of the model that is wanted.</param>
/// <param name="Records">All records.</param>
public sealed record VectorStats(ModelStamp? Serving, ModelStamp? Making, long Ready, long Waiting, long Records)
{
    /// <summary>Whether some record has no vector that is searched.</summary>
    public bool HasGaps => Ready < Records;

    /// <summary>The model that vectors are made with now.</summary>
    public ModelStamp? Wanted => Making ?? Serving;

    /// <summary>Vectors of a model that are searched.</summary>
    /// <param name="model">The configured model; null while it is not known which it is.</param>
    public long ReadyFor(ModelStamp? model) => model is null || Serving == model ? Ready : 0;

    /// <summary>Records that have no vector of a model yet: all of them, while the vectors are of another.</summary>
    /// <param name="model">The configured model; null while it is not known which it is.</param>
    public long PendingFor(ModelStamp? model) => model is null || Wanted is null || Wanted == model ? Waiting : Records;
}

/// <summary>A record that waits for its vector.</summary>
/// <param name="Id">The record.</param>
/// <param name="Text">A fix's issue; a memory's key and content, one after the other, each on a line of its own.</param>
public sealed record WaitingText(Guid Id, string Text);

/// <summary>The vector of a record.</summary>
/// <param name="Id">The record.</param>
/// <param name="Values">Unit length.</param>
public sealed record RecordVector(Guid Id, float[] Values);
