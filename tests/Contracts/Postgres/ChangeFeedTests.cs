using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>A follower of the record misses nothing, however its writers overlap.</summary>
[Category(PostgresRecord.Name)]
public sealed class ChangeFeedTests
{
    private TemporaryDatabase _database = null!;
    private PostgresStore _store = null!;
    private PostgresChangeFeed _feed = null!;

    [SetUp]
    public async Task Open()
    {
        await TemporaryDatabase.RequireServerAsync();
        _database = await TemporaryDatabase.CreateAsync();
        _store = await _database.OpenReadyAsync();
        _feed = new PostgresChangeFeed(_store);
    }

    [TearDown]
    public async Task Close()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Test]
    public async Task What_happens_to_a_record_is_told_once_and_as_it_is_now()
    {
        var memory = new PostgresFixMemory(_store);
        var vectors = new PostgresVectorMemory(_store);
        var start = await _feed.CurrentAsync(CancellationToken.None);
        var fix = await memory.TellAsync(Samples.Told());
        var note = await memory.KeepAsync(Samples.Note());
        var added = await ReadAllAsync(start);
        await memory.TellAsync(Samples.Told(ts: Samples.Now + 5));
        await vectors.AdoptModelAsync(Searching.First, CancellationToken.None);
        await vectors.StoreVectorsAsync(Searching.First, [new RecordVector(note.Id, Searching.Vector(20))], CancellationToken.None);
        var changed = await ReadAllAsync(added.Next);
        await memory.EraseAsync(RecordKind.Memory, note.Id, Samples.Now, CancellationToken.None);
        var removed = await ReadAllAsync(changed.Next);
        var nothing = await ReadAllAsync(removed.Next);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(added.Changes.Select(c => (c.Kind, c.Id)), Is.EqualTo([(RecordChangeKind.Added, fix.Id), (RecordChangeKind.Added, note.Id)]));
            Assert.That(added.Changes[0].Record!.Terms().Body + added.Changes[0].Record!.Terms().Title, Does.Contain("checkout"));
            Assert.That(changed.Changes.Select(c => c.Kind), Is.EqualTo([RecordChangeKind.Changed, RecordChangeKind.ModelServes, RecordChangeKind.Embedded]));
            Assert.That(changed.Changes[0].Record!.Facts.Ts, Is.EqualTo(Samples.Now + 5));
            Assert.That((changed.Changes[2].Vector, changed.Changes[2].Model), Is.EqualTo((Searching.Vector(20), Searching.First)));
            Assert.That(removed.Changes.Select(c => (c.Kind, c.Rid)), Is.EqualTo([(RecordChangeKind.Removed, added.Changes[1].Rid)]));
            Assert.That(nothing.Changes, Is.Empty);
        }
    }

    [Test]
    public async Task A_write_that_began_earlier_and_commits_later_is_told_when_it_commits()
    {
        var memory = new PostgresFixMemory(_store);
        var start = await _feed.CurrentAsync(CancellationToken.None);
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var early = _store.WriteAsync(
            "write slowly",
            async session =>
            {
                await session.NextRevisionAsync();
                await session.RunNowAsync(
                    """
                    INSERT INTO memori_metadata (id, kind, solution_hash, ts, first_ts, sightings, revision, worked, failed, rolled_back, attempted, unknown,
                        solution, content_hash, terms, term_counts, length)
                    VALUES ($1, 1, '', 0, 0, 1, 1, 0, 0, 0, 0, 0, '', '', '{}', '', 0)
                    """,
                    Samples.Id(1));
                begun.SetResult();
                await go.Task;
                return true;
            },
            CancellationToken.None);
        await begun.Task;
        var late = await memory.TellAsync(Samples.Told());
        var first = await ReadAllAsync(start);
        go.SetResult();
        await early;
        await _database.RunAsync($"DELETE FROM memori_metadata WHERE id = '{Samples.Id(1)}'; INSERT INTO erased SELECT '{Samples.Id(1)}', 1, 0, 1, 999");
        var second = await ReadAllAsync(first.Next);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Changes.Select(c => c.Id), Is.EqualTo([late.Id]));
            Assert.That(second.Changes.Select(c => (c.Kind, c.Id)), Is.EqualTo([(RecordChangeKind.Removed, Samples.Id(1))]), "and the one before is not told twice");
        }
    }

    [TestCase(1_000)]
    [TestCase(7)]
    public async Task Nothing_is_missed_under_concurrent_writers_and_nothing_told_twice(int page)
    {
        var other = new PostgresFixMemory(_database.Open());
        var memory = new PostgresFixMemory(_store);
        var position = await _feed.CurrentAsync(CancellationToken.None);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 40; i++)
                await (writer % 2 == 0 ? memory : other).TellAsync(Samples.Told($"trouble {(char)('a' + writer)}{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}x", "solved"));
        }));
        var told = new List<Guid>();
        for (var isLast = false; ;)
        {
            var found = await _feed.ReadAsync(position, page, CancellationToken.None);
            position = found.Next;
            told.AddRange(found.Changes.Where(change => change.Kind == RecordChangeKind.Added).Select(change => change.Id));
            if (isLast && !found.HasMore)
                break;
            isLast = writing.IsCompleted;
        }

        await writing;
        var stored = (await memory.ListFixesAsync(new FixListQuery(201), CancellationToken.None)).Count;
        var all = (await memory.ExportAsync(CancellationToken.None).ToListAsync()).OfType<ExportedFix>().Select(line => line.Fix.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored, Is.EqualTo(201));
            Assert.That(told, Is.EquivalentTo(all));
            Assert.That(told, Is.Unique);
        }
    }

    [Test]
    public async Task Another_process_hears_of_a_commit()
    {
        await using var listener = new ChangeListener(_database.Open(), Microsoft.Extensions.Logging.Abstractions.NullLogger<ChangeListener>.Instance);
        await listener.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        var waiting = listener.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        await new PostgresFixMemory(_store).TellAsync(Samples.Told());

        Assert.That(await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromSeconds(30))), Is.SameAs(waiting));
    }

    [Test]
    public async Task Rows_that_a_dump_brought_are_not_changes_of_the_future()
    {
        await new PostgresFixMemory(_store).TellAsync(Samples.Told());
        await _database.RunAsync("UPDATE memori_metadata SET changed = '900000000', added = '900000000'");
        await RestoredRows.MendAsync(_store, CancellationToken.None);

        Assert.That((await ReadAllAsync(await _feed.CurrentAsync(CancellationToken.None))).Changes, Is.Empty);
    }

    [Test]
    public async Task A_damaged_vector_is_told_as_none_and_made_anew()
    {
        var vectors = new PostgresVectorMemory(_store);
        var fix = await new PostgresFixMemory(_store).TellAsync(Samples.Told());
        await vectors.AdoptModelAsync(Searching.First, CancellationToken.None);
        await vectors.StoreVectorsAsync(Searching.First, [new RecordVector(fix.Id, Searching.Vector(20))], CancellationToken.None);
        await _database.RunAsync("UPDATE memori_embeddings SET vector = '[1,0,0,0,0,0,0,0]'");
        var serving = await _feed.ReadServingAsync(CancellationToken.None);
        var read = await _feed.ReadVectorsAsync(serving!, 0, 10, CancellationToken.None);
        var deleted = await _feed.MakeAnewAsync(serving!, [.. read.Select(vector => vector.Rid)], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Select(vector => vector.Vector), Is.EqualTo(new float[]?[] { null }));
            Assert.That(deleted, Is.EqualTo(1));
            Assert.That(await vectors.GetVectorStatsAsync(CancellationToken.None), Is.EqualTo(new VectorStats(Searching.First, null, 0, 1, 1)));
        }
    }

    private Task<ChangePage> ReadAllAsync(ChangePosition from) => _feed.ReadAsync(from, 1_000, CancellationToken.None);
}
