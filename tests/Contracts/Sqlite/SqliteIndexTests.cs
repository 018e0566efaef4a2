using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Search.Serving;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>The index in memory: what it is made of, when it answers, and when the file does.</summary>
public sealed class SqliteIndexTests
{
    private TemporaryStore _temporary = null!;
    private IndexFeeder _feeder = null!;
    private RecordStore _store = null!;

    [SetUp]
    public void Open() => Use(new TemporaryStore());

    [TearDown]
    public async Task CloseAsync()
    {
        await _feeder.StopAsync(CancellationToken.None);
        _feeder.Dispose();
        await _temporary.DisposeAsync();
    }

    [Test]
    public async Task Whoever_wrote_finds_it_at_once_however_many_write()
    {
        await _feeder.StartLoadedAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                var told = await TellAsync($"writer{writer}x{i} down");
                Assert.That(await _store.FoundByWordsAsync(Samples.Words($"writer{writer}x{i}")), Is.EqualTo([told]));
                await _store.Memory.RecordAsync(Samples.Outcome(told, id: Guid.CreateVersion7()));
                var facts = (await _store.WordsAsync(Samples.Words($"writer{writer}x{i}"))).Hits.Single().Record;
                Assert.That(facts.Success, Is.True);
            }
        })));

        Assert.That((await ViewAsync())!.Records.Count, Is.EqualTo(200));
    }

    [Test]
    public async Task A_row_that_is_used_again_holds_nothing_of_what_was_erased()
    {
        await _feeder.StartLoadedAsync();
        await _store.AdoptAsync(Searching.First);
        var erased = await TellAsync("kubelet down");
        var row = await RowOfAsync(erased);
        await _store.EmbedAsync(Searching.First, (erased, 0));
        await _store.Memory.EraseAsync(RecordKind.Fix, erased, Samples.Now, CancellationToken.None);
        var next = await TellAsync("postgres slow");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RowOfAsync(next), Is.EqualTo(row), "the row was given anew");
            Assert.That(await _store.FoundByWordsAsync(Samples.Words("kubelet")), Is.Empty);
            Assert.That(await _store.FoundByWordsAsync(Samples.Words("postgres")), Is.EqualTo([next]));
            Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.Empty);
            Assert.That(await _store.ExactAsync(Samples.Words("x", fingerprint: Samples.Print("kubelet down"))), Is.Empty);
        }
    }

    [Test]
    public async Task A_damaged_vector_is_left_out_and_made_anew_and_the_rest_is_loaded()
    {
        await _store.AdoptAsync(Searching.First);
        var (whole, hurt) = (await TellAsync("kubelet down"), await TellAsync("postgres slow"));
        await _store.EmbedAsync(Searching.First, (whole, 0), (hurt, 1));
        var row = await RowOfAsync(hurt);
        await _temporary.Store.Writer.WriteAsync(
            "rot", session => session.Run("UPDATE memori_embeddings SET vector = zeroblob(length(vector)) WHERE rid = ?1", row), CancellationToken.None);
        await _feeder.StartLoadedAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.EqualTo([whole]));
            Assert.That(await _store.FoundByWordsAsync(Samples.Words("postgres")), Is.EqualTo([hurt]));
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Searching.First, null, 1, 1, 2)));
        }
    }

    [Test]
    public async Task It_is_loaded_with_what_the_file_holds()
    {
        var told = await Task.WhenAll(Enumerable.Range(0, 1_100).Select(i => TellAsync($"kubelet down on box{i} and rack{i % 7}", Samples.Id(i))));
        await _store.Memory.EraseAsync(RecordKind.Fix, told[500], Samples.Now, CancellationToken.None);
        await _store.Memory.RecordAsync(Samples.Outcome(told[3]));
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, [.. told.Take(1_050).Select((id, i) => (id, i * .1))]);
        await _temporary.ReopenAsync();
        Use(_temporary);
        await _feeder.StartLoadedAsync();
        var query = Samples.Words("rack3 box3", depth: 1_000, fingerprint: Samples.Print("kubelet down on box3 and rack3"));
        var view = await ViewAsync();
        var fromFile = SqliteRecord.Over(_temporary.Store, new SqliteFixSearch(_temporary.Store));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((view!.Records.Count, view.Records.VectorCount, view.Model), Is.EqualTo((1_099, 1_049, Searching.First)));
            Assert.That(await _store.FoundByWordsAsync(query), Is.EquivalentTo(await fromFile.FoundByWordsAsync(query)));
            Assert.That(await _store.FoundNearAsync(query), Is.EqualTo(await fromFile.FoundNearAsync(query)));
            var exact = (await _store.ExactAsync(query)).Single().Record;
            Assert.That((exact.Id, exact.Success, exact.Evidence.Count), Is.EqualTo((told[3], (bool?)true, 1)));
        }
    }

    [Test]
    public async Task While_it_is_loading_the_file_answers()
    {
        var told = await TellAsync("kubelet down");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_store.Search.IsLoading, Is.True);
            Assert.That(await ViewAsync(), Is.Null);
            Assert.That(await _store.FoundByWordsAsync(Samples.Words("kubelet")), Is.EqualTo([told]));
            Assert.That(Searching.Ids(await _store.ExactAsync(Samples.Words("x", fingerprint: Samples.Print("kubelet down")))), Is.EqualTo([told]));
        }
    }

    [TestCase(0)]
    [TestCase(2)]
    public async Task Beyond_its_limit_the_file_answers(int toldBefore)
    {
        await _temporary.DisposeAsync();
        Use(new TemporaryStore(new SqliteOptions { IndexLimit = 1 }));
        for (var i = 0; i < toldBefore; i++)
            await TellAsync($"kubelet down{i}");
        await _feeder.StartLoadedAsync();
        for (var i = toldBefore; i < 4; i++)
        {
            var told = await TellAsync($"kubelet down{i}");
            Assert.That(await _store.FoundByWordsAsync(Samples.Words($"down{i}")), Is.EqualTo([told]));
        }

        while (await ViewAsync() is not null || _store.Search.IsLoading)
            await Task.Delay(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _store.FoundByWordsAsync(Samples.Words("kubelet")), Has.Count.EqualTo(4));
        }
    }

    [Test]
    public async Task After_its_end_the_file_answers()
    {
        await _feeder.StartLoadedAsync();
        var told = await TellAsync("kubelet down");
        await _feeder.StopAsync(CancellationToken.None);
        var later = await TellAsync("kubelet slow");

        Assert.That(await _store.FoundByWordsAsync(Samples.Words("kubelet")), Is.EquivalentTo([told, later]));
    }

    [Test]
    public async Task Another_model_brings_its_own_vectors()
    {
        await _feeder.StartLoadedAsync();
        var told = await TellAsync("kubelet down");
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (told, 0));
        var first = await ViewAsync();
        var wider = Searching.Second with { Dimension = 16 };
        await _store.ReEmbedAsync(wider);
        var vector = new float[16];
        vector[15] = 1;
        await _store.Vectors.StoreVectorsAsync(wider, [new RecordVector(told, vector)], CancellationToken.None);
        var second = await ViewAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first!.Model, first.Records.VectorCount), Is.EqualTo((Searching.First, 1)));
            Assert.That((second!.Model, second.Records.VectorCount), Is.EqualTo((wider, 1)));
            Assert.That((await _store.Search.FindNearestAsync(Searching.Anything(), new(wider, vector), CancellationToken.None)).Hits.Single().Raw, Is.EqualTo(1).Within(1e-4));
        }
    }

    private void Use(TemporaryStore temporary)
    {
        _temporary = temporary;
        _feeder = IndexFeeding.FeederOver(temporary.Store);
        _store = SqliteRecord.Over(temporary.Store, IndexFeeding.SearchOver(temporary.Store, _feeder));
    }

    private async Task<Guid> TellAsync(string issue, Guid? id = null) => (await _store.Memory.TellAsync(Samples.Told(issue, id: id))).Id;

    private async Task<ServingView?> ViewAsync() => await _feeder.ViewAsync(CancellationToken.None);

    private Task<long?> RowOfAsync(Guid id) =>
        _temporary.Store.Readers.ReadAsync("find a row", session => session.Number("SELECT rid FROM memori_metadata WHERE id = ?1", id), CancellationToken.None);
}
