using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Index;

/// <summary>
/// Keeps an index in memory of what the file holds: reads all of it at start, then follows the committed writes. Changes after the
/// subscription are applied to whatever was read, so that the reading needs no moment of its own; each may be applied twice.
/// </summary>
internal sealed class IndexFeeder(SqliteStore store, ILogger<IndexFeeder> log) : BackgroundService
{
    private const int PageLength = 1_000;
    private const int ChangesAtOnce = 256;
    private const int ManyRecords = 10_000;

    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BeforeForgetting = TimeSpan.FromSeconds(1);

    private readonly CatchingUp _catchingUp = new();
    private volatile ServingIndex? _serving;

    /// <summary>True while the index is read, and until its vectors are.</summary>
    public bool IsLoading { get; private set; } = true;

    /// <summary>The index as it stands after everything that was acknowledged before this call.</summary>
    /// <param name="ct">Gives up.</param>
    /// <returns>The index; null while it is loading, and when there are more records than <c>Recall:InProcessLimit</c>.</returns>
    public async ValueTask<ServingView?> ViewAsync(CancellationToken ct)
    {
        var published = store.Feed.Published;
        if (_serving is null)
            return null;
        var reached = _catchingUp.ReachedAsync(published, ct);

        // Whoever waits is released after the index is taken away: one that is still there now will be reached, or released.
        if (_serving is null)
            return null;
        await reached.ConfigureAwait(false);
        return _serving?.View;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogError(exception, "The search index could not follow the data file; the file itself is searched, and the index is read anew in {Seconds} s.", BeforeNextTry.TotalSeconds);
            }
            finally
            {
                _serving = null;
                store.Feed.Unsubscribe();
                _catchingUp.ReleaseAll();
            }

            IsLoading = true;
            await Task.Delay(BeforeNextTry, store.Time, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var changes = store.Feed.Subscribe();
        var from = store.Feed.Published;
        if (await IsTooLargeAsync(ct).ConfigureAwait(false))
            return;
        var index = new ServingIndex();
        await ReadRecordsAsync(index, ct).ConfigureAwait(false);
        await ReadVectorsAsync(index, ct).ConfigureAwait(false);
        index.Publish();
        _catchingUp.Reach(from);
        _serving = index;
        IsLoading = false;

        // What was read and what grew is several times the index; the collector alone would keep it for hours on a quiet machine.
        if (index.View.Records.Count >= ManyRecords)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        while (await WaitAsync(index, changes, ct).ConfigureAwait(false))
        {
            await ApplyAsync(index, changes, ct).ConfigureAwait(false);
            if (index.View.Records.Count > store.Options.IndexLimit && await IsTooLargeAsync(ct).ConfigureAwait(false))
                return;
        }
    }

    // What was erased is out of every view at once; its copies in memory are forgotten when nothing else is to be done.
    private static async Task<bool> WaitAsync(ServingIndex index, ChannelReader<PublishedChanges> changes, CancellationToken ct)
    {
        var next = changes.WaitToReadAsync(ct).AsTask();
        if (index.HasErased && await Task.WhenAny(next, Task.Delay(BeforeForgetting, ct)).ConfigureAwait(false) != next)
            index.Forget();
        return await next.ConfigureAwait(false);
    }

    private async Task<bool> IsTooLargeAsync(CancellationToken ct)
    {
        var records = await store.Readers.ReadAsync("count records", session => CounterRows.All(session), ct).ConfigureAwait(false);
        if (records["fixes"] + records["memories"] <= store.Options.IndexLimit)
            return false;
        IsLoading = false;
        log.LogInformation("There are more than {Limit} records (Recall:InProcessLimit): the data file itself is searched.", store.Options.IndexLimit);
        return true;
    }

    private async Task ReadRecordsAsync(ServingIndex index, CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var from = after;
            var page = await store.Readers.ReadAsync("read records for the index", session => RecordReader.After(session, from, PageLength), ct).ConfigureAwait(false);
            if (page.Count == 0)
                return;
            foreach (var (record, terms) in page.AsParallel().AsOrdered().Select(record => (record, record.Terms())))
                index.Put(record, terms);
            after = page[^1].Rid;
        }
    }

    private async Task ReadVectorsAsync(ServingIndex index, CancellationToken ct)
    {
        var model = await store.Readers.ReadAsync("read the embedding model", session => new Known(ModelRows.In(session, ModelRole.Serving)), ct).ConfigureAwait(false);
        if (model.Model is not { } serving)
            return;
        index.BeginVectors(serving.Stamp);
        var damaged = new List<long>();
        for (var after = 0L; ;)
        {
            var from = after;
            var page = await store.Readers.ReadAsync(
                "read vectors for the index", session => EmbeddingRows.After(session, serving.Model, from, PageLength), ct).ConfigureAwait(false);
            if (page.Count == 0)
                break;
            foreach (var (_, rid, vector) in page)
            {
                if (vector is null)
                    damaged.Add(rid);
                else
                    index.PutVector(rid, vector);
            }

            after = page[^1].Place;
        }

        index.EndVectors();
        if (damaged.Count > 0)
            await MakeAnewAsync(serving, damaged, ct).ConfigureAwait(false);
    }

    // A vector is made of its record, so a damaged one loses nothing.
    private async Task MakeAnewAsync(StoredModel model, List<long> rids, CancellationToken ct)
    {
        log.LogWarning("{Count} vectors in the data file are damaged; they are made anew.", rids.Count);
        await store.Writer.WriteAsync(
            "make damaged vectors anew",
            session =>
            {
                rids.ForEach(rid => EmbeddingRows.MakeAnew(session, rid, model.Model));
                return rids.Count;
            },
            ct).ConfigureAwait(false);
    }

    private async Task ApplyAsync(ServingIndex index, ChannelReader<PublishedChanges> changes, CancellationToken ct)
    {
        var taken = new List<PublishedChanges>();
        while (taken.Count < ChangesAtOnce && changes.TryRead(out var next))
            taken.Add(next);
        if (taken.Count == 0)
            return;
        var all = taken.SelectMany(published => published.Changes).ToList();
        var rids = all.Where(change => change.Kind is RecordChangeKind.Added or RecordChangeKind.Changed).Select(change => change.Rid).ToHashSet();
        var records = await store.Readers.ReadAsync(
            "read changed records for the index",
            session => rids.Select(rid => RecordReader.Read(session, rid)).OfType<IndexableRecord>().ToDictionary(record => record.Rid), ct).ConfigureAwait(false);
        foreach (var change in all)
        {
            if (change.Kind == RecordChangeKind.ModelServes)
                await ReadVectorsAsync(index, ct).ConfigureAwait(false);
            else
                index.Apply(change, records.GetValueOrDefault(change.Rid));
        }

        index.Publish();
        _catchingUp.Reach(taken[^1].Number);
    }

    private sealed record Known(StoredModel? Model);
}
