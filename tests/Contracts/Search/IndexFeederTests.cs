using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Contracts.Sqlite;
using ObsControlPlane.Infrastructure.Search;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Contracts.Search;

/// <summary>What the feeder of an index does as time goes by; the record tells its changes by hand.</summary>
public sealed class IndexFeederTests
{
    private static readonly RecordChange Nothing = new(RecordChangeKind.Changed, 99);

    private readonly FakeTimeProvider _time = new();
    private FedByHand _record = null!;
    private IndexFeeder _feeder = null!;

    [SetUp]
    public void Open()
    {
        _record = new FedByHand { Limit = 10 };
        _feeder = new IndexFeeder(_record, _time, NullLogger<IndexFeeder>.Instance);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _feeder.StopAsync(CancellationToken.None);
        _feeder.Dispose();
    }

    [Test]
    public async Task Erased_text_is_forgotten_in_time_however_steadily_others_write()
    {
        await EraseAsync();
        for (var passed = TimeSpan.FromSeconds(.9); passed < Forgetting.Longest; passed += TimeSpan.FromSeconds(.9))
        {
            _time.Advance(TimeSpan.FromSeconds(.9));
            await TellAsync(Nothing);
            Assert.That(_feeder.HoldsErased, Is.True, "it is not done for each erasure");
        }

        _time.Advance(TimeSpan.FromSeconds(.9));
        for (var tries = 0; _feeder.HoldsErased && tries < 1_000; tries++)
            await TellAsync(Nothing);
        Assert.That(_feeder.HoldsErased, Is.False);
    }

    [Test]
    public async Task Erased_text_is_forgotten_sooner_when_nothing_happens()
    {
        await EraseAsync();
        await UntilAsync(() => !_feeder.HoldsErased, Forgetting.Quiet);
    }

    [Test]
    public async Task A_record_that_cannot_be_asked_leaves_what_is_in_memory_and_its_age()
    {
        await _feeder.StartLoadedAsync();
        await TellAsync(new RecordChange(RecordChangeKind.Added, 1, IndexSamples.Guid(1)), new IndexableRecord(1, IndexSamples.Facts(1), null, () => IndexSamples.Body("disk")));
        _record.Publish();
        var waiting = _feeder.ViewAsync(CancellationToken.None).AsTask();
        _record.Fail();
        var behind = await waiting;
        _time.Advance(TimeSpan.FromSeconds(3));
        _record.Publish();
        var later = await _feeder.ViewAsync(CancellationToken.None);
        var caughtUp = await TellAsync(new RecordChange(RecordChangeKind.Added, 2, IndexSamples.Guid(2)), new IndexableRecord(2, IndexSamples.Facts(2), null, () => IndexSamples.Body("disk")));
        while (caughtUp!.LagMilliseconds > 0)
            caughtUp = await _feeder.ViewAsync(CancellationToken.None);

        Assert.That((behind!.Records.Count, behind.LagMilliseconds), Is.EqualTo((1, 1L)));
        Assert.That((later!.Records.Count, later.LagMilliseconds), Is.EqualTo((1, 3_000L)), "nobody waits for it");
        Assert.That((caughtUp.Records.Count, _record.Followed), Is.EqualTo((2, 1)), "it is not read anew");
    }

    [Test]
    public async Task A_record_that_does_not_answer_is_waited_for_once_and_not_long()
    {
        var record = new FedByHand { Patience = TimeSpan.FromMilliseconds(30) };
        using var feeder = new IndexFeeder(record, _time, NullLogger<IndexFeeder>.Instance);
        await feeder.StartLoadedAsync();
        record.Publish();
        var waited = await feeder.ViewAsync(CancellationToken.None);
        var next = await feeder.ViewAsync(new CancellationToken(canceled: false));
        await feeder.StopAsync(CancellationToken.None);

        Assert.That((waited!.LagMilliseconds > 0, next!.LagMilliseconds > 0), Is.EqualTo((true, true)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task It_comes_back_when_the_record_has_become_clearly_smaller_than_its_limit(bool fromTheStart)
    {
        _record.Count = fromTheStart ? 11 : 0;
        await _feeder.StartLoadedAsync();
        _record.Count = 11;
        for (var rid = 1; !fromTheStart && rid <= 11; rid++)
            _record.Tell(new RecordChange(RecordChangeKind.Added, rid, IndexSamples.Guid(rid)), new IndexableRecord(rid, IndexSamples.Facts(rid), null, () => IndexSamples.Body("disk")));
        while (await _feeder.ViewAsync(CancellationToken.None) is not null)
            await Task.Delay(1);

        _record.Count = 10;
        await UntilAsync(() => _record.Counted > 4, TimeSpan.FromMinutes(1));
        Assert.That((_record.Followed, _feeder.IsLoading), Is.EqualTo((1, false)), "one record more would end it again");
        _record.Count = 9;
        await UntilAsync(() => _record.Followed == 2 && !_feeder.IsLoading, TimeSpan.FromMinutes(1));
        Assert.That(await TellAsync(Nothing), Is.Not.Null);
    }

    [Test]
    public async Task A_change_of_an_erased_record_is_not_applied_to_the_one_that_has_its_row_now()
    {
        await _feeder.StartLoadedAsync();
        await TellAsync(new RecordChange(RecordChangeKind.Added, 1, IndexSamples.Guid(1)), new IndexableRecord(1, IndexSamples.Facts(1), null, () => IndexSamples.Body("disk")));
        var view = await TellAsync(
            new RecordChange(RecordChangeKind.Changed, 1, IndexSamples.Guid(1)), new IndexableRecord(1, IndexSamples.Facts(2), null, () => IndexSamples.Body("cpu")));
        Assert.That(view!.Records.Words(["disk"], 9, SearchRestriction.None, default).Hits.Single().Facts.Id, Is.EqualTo(IndexSamples.Guid(1)));
        view = await TellAsync(
            new RecordChange(RecordChangeKind.Changed, 1, IndexSamples.Guid(1)), new IndexableRecord(1, IndexSamples.Facts(1, ts: 7), null, () => IndexSamples.Body("disk")));
        Assert.That(view!.Records.Words(["disk"], 9, SearchRestriction.None, default).Hits.Single().Facts.Ts, Is.EqualTo(7));
    }

    private async Task EraseAsync()
    {
        await _feeder.StartLoadedAsync();
        await TellAsync(new RecordChange(RecordChangeKind.Added, 1, IndexSamples.Guid(1)), new IndexableRecord(1, IndexSamples.Facts(1), null, () => IndexSamples.Body("secret")));
        Assert.That(_feeder.HoldsErased, Is.False);
        await TellAsync(new RecordChange(RecordChangeKind.Removed, 1));
        Assert.That(_feeder.HoldsErased, Is.True);
    }

    private async Task<ServingView?> TellAsync(RecordChange change, IndexableRecord? record = null)
    {
        _record.Tell(change, record);
        return await _feeder.ViewAsync(CancellationToken.None);
    }

    // The feeder may not wait for the clock yet when it is moved.
    private async Task UntilAsync(Func<bool> isDone, TimeSpan step)
    {
        for (var tries = 0; !isDone() && tries < 10_000; tries++)
        {
            _time.Advance(step);
            await Task.Delay(1);
        }

        Assert.That(isDone());
    }
}
