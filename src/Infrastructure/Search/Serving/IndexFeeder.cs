using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>
/// Keeps an index in memory of what a store holds: reads all of it at start, then follows the committed writes. It begins to follow
/// before it reads, so that the reading needs no moment of its own; each change may be applied twice.
/// </summary>
internal sealed class IndexFeeder(IIndexSource source, TimeProvider time, ILogger<IndexFeeder> log) : BackgroundService
{
    private const int PageLength = 1_000;
    private const int ManyRecords = 10_000;

    // A record that shrank by a tenth does not grow too large again with the next write.
    private const double ShareToReturn = .9;

    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BeforeNextCount = TimeSpan.FromMinutes(1);

    private readonly CatchingUp _catchingUp = new();
    private readonly Currency _currency = new(time);
    private volatile ServingIndex? _serving;
    private bool _isMissing;

    /// <summary>True while there is an index to search.</summary>
    public bool IsServing => _serving is not null;

    /// <summary>Age of what is in memory while the record cannot be asked, in milliseconds; else 0.</summary>
    public long LagMilliseconds => _currency.IsBehind ? _currency.AgeMilliseconds : 0;

    /// <summary>True while the index is read, and until its vectors are.</summary>
    public bool IsLoading { get; private set; } = true;

    /// <summary>Whether texts of erased records may still be in memory, seen by nobody.</summary>
    public bool HoldsErased => _serving?.HasErased ?? false;

    /// <summary>The index as it stands after everything that was acknowledged before this call, or as it is and how old that is where the record cannot be asked.</summary>
    /// <param name="ct">Gives up.</param>
    /// <returns>The index; null while it is loading, and when there are more records than <c>Recall:InProcessLimit</c>.</returns>
    public async ValueTask<ServingView?> ViewAsync(CancellationToken ct)
    {
        if (_serving is null)
            return null;
        var reached = _catchingUp.ReachedAsync(await source.PublishedAsync(ct).ConfigureAwait(false), ct);

        // Whoever waits is released after the index is taken away: one that is still there now will be reached, or released.
        if (_serving is null)
            return null;
        // A look that succeeds meanwhile may have begun before this call: it does not make what is missing here known.
        var isCurrent = !_currency.IsBehind && await CameAsync(reached).ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
        return _serving?.View is { } view ? view with { LagMilliseconds = isCurrent && !_currency.IsBehind ? 0 : _currency.AgeMilliseconds } : null;
    }

    // The wait is for another machine, whatever clock the rest goes by.
    private async Task<bool> CameAsync(Task reached)
    {
        try
        {
            await reached.WaitAsync(source.Patience).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            _currency.Missed();
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await FollowAsync(stoppingToken).ConfigureAwait(false))
                    return;
                await UntilSmallerAsync(stoppingToken).ConfigureAwait(false);
                IsLoading = true;
                continue;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.Log(
                    exception is StoreUnavailableException { IsTransient: true } ? LogLevel.Warning : LogLevel.Error,
                    exception, "The search index could not follow {Store}; that is searched itself, and the index is read anew in {Seconds} s.", source.Name, BeforeNextTry.TotalSeconds);
            }

            IsLoading = true;
            await Task.Delay(BeforeNextTry, time, stoppingToken).ConfigureAwait(false);
        }
    }

    // False when nothing will be told any more, true when the record became too large.
    private async Task<bool> FollowAsync(CancellationToken ct)
    {
        try
        {
            using var changes = await source.FollowAsync(ct).ConfigureAwait(false);
            return await IsTooLargeAsync(ct).ConfigureAwait(false)
                || await ServeAsync(await ReadAsync(changes.From, ct).ConfigureAwait(false), changes, ct).ConfigureAwait(false);
        }
        finally
        {
            _serving = null;
            _catchingUp.ReleaseAll();
        }
    }

    private async Task<ServingIndex> ReadAsync(long from, CancellationToken ct)
    {
        var (index, begun) = (new ServingIndex(), time.GetTimestamp());
        await ReadRecordsAsync(index, ct).ConfigureAwait(false);
        await ReadVectorsAsync(index, ct).ConfigureAwait(false);
        index.Publish();
        _catchingUp.Reach(from);
        _currency.Looked(begun);
        _serving = index;
        IsLoading = false;

        // What was read and what grew is several times the index; the collector alone would keep it for hours on a quiet machine.
        if (index.View.Records.Count >= ManyRecords)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return index;
    }

    private async Task<bool> ServeAsync(ServingIndex index, IIndexChanges changes, CancellationToken ct)
    {
        var forgetting = new Forgetting(index, time);
        while (await WaitAsync(forgetting, changes, ct).ConfigureAwait(false))
        {
            var begun = time.GetTimestamp();
            if (await changes.TakeAsync(ct).ConfigureAwait(false) is not { } taken)
            {
                Miss();
                continue;
            }

            await ApplyAsync(index, forgetting, taken, ct).ConfigureAwait(false);
            Find(begun);
            if (index.View.Records.Count > source.Limit && await IsTooLargeAsync(ct).ConfigureAwait(false))
                return true;
        }

        return false;
    }

    // Nobody waits for a record that is away; what is in memory is searched, and said to be behind.
    private void Miss()
    {
        if (!_isMissing)
            log.LogWarning("{Store} cannot be asked what changed; what is in memory is searched until it can, and answers say so.", source.Name);
        _isMissing = true;
        _currency.Missed();
        _catchingUp.ReleaseAll();
    }

    private void Find(long begun)
    {
        if (_isMissing)
            log.LogInformation("The search index follows {Store} again.", source.Name);
        _isMissing = false;
        _currency.Looked(begun);
    }

    private static async Task<bool> WaitAsync(Forgetting forgetting, IIndexChanges changes, CancellationToken ct)
    {
        var coming = changes.WaitAsync(ct);
        await forgetting.WhileAsync(coming, ct).ConfigureAwait(false);
        return await coming.ConfigureAwait(false);
    }

    private async Task<bool> IsTooLargeAsync(CancellationToken ct)
    {
        if (await source.CountAsync(ct).ConfigureAwait(false) <= source.Limit)
            return false;
        log.LogInformation("There are more than {Limit} records (Recall:InProcessLimit): {Store} itself is searched.", source.Limit, source.Name);
        return true;
    }

    private async Task UntilSmallerAsync(CancellationToken ct)
    {
        IsLoading = false;
        do
            await Task.Delay(BeforeNextCount, time, ct).ConfigureAwait(false);
        while (await source.CountAsync(ct).ConfigureAwait(false) > source.Limit * ShareToReturn);
        log.LogInformation("There are no longer more than {Limit} records (Recall:InProcessLimit): {Store} is read into memory.", source.Limit, source.Name);
    }

    private async Task ReadRecordsAsync(ServingIndex index, CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var page = await source.ReadRecordsAsync(after, PageLength, ct).ConfigureAwait(false);
            if (page.Count == 0)
                return;
            foreach (var (record, terms) in page.AsParallel().AsOrdered().Select(record => (record, record.Terms())))
                index.Put(record, terms);
            after = page[^1].Rid;
        }
    }

    private async Task ReadVectorsAsync(ServingIndex index, CancellationToken ct)
    {
        if (await source.ReadModelAsync(ct).ConfigureAwait(false) is not { } serving)
            return;
        index.BeginVectors(serving);
        await foreach (var vector in source.ReadVectorsAsync(serving, ct).ConfigureAwait(false))
            index.PutVector(vector.Row, vector.Values);
        index.EndVectors();
    }

    private async Task ApplyAsync(ServingIndex index, Forgetting forgetting, TakenChanges taken, CancellationToken ct)
    {
        foreach (var change in taken.Changes)
        {
            if (change.Kind == RecordChangeKind.ModelServes)
                await ReadVectorsAsync(index, ct).ConfigureAwait(false);
            else
                index.Apply(change, taken.Records.GetValueOrDefault(change.Rid));
        }

        index.Publish();
        forgetting.Note();
        _catchingUp.Reach(taken.Number);
    }
}
