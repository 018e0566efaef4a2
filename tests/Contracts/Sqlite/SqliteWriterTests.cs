using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

[TestFixture]
public sealed class SqliteWriterTests
{
    private TemporaryStore _temporary = null!;

    private SqliteWriter Writer => _temporary.Store.Writer;

    [SetUp]
    public void Open() => _temporary = new TemporaryStore(new SqliteOptions { QueueLength = 4 });

    [TearDown]
    public async Task Close() => await _temporary.DisposeAsync();

    [Test]
    public async Task One_refused_write_of_a_group_leaves_the_others()
    {
        using var gate = new ManualResetEventSlim();
        var held = Hold(gate);
        var first = Insert("a");
        var refused = Writer.WriteAsync<int>("test", session =>
        {
            session.Count("fixes", 7);
            throw new DomainException(ProblemCodes.Conflict, "No.");
        }, CancellationToken.None);
        var last = Insert("b");
        gate.Set();
        await Task.WhenAll(held, first, last);

        Assert.That(async () => await refused, Throws.TypeOf<DomainException>());
        var kept = await _temporary.Store.Readers.ReadAsync(
            "test", session => session.Query("SELECT name FROM counters WHERE value > 0 ORDER BY name", row => row.GetString(0)), CancellationToken.None);
        Assert.That(kept, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task A_write_refused_after_it_changed_something_is_undone_whole_and_the_others_happen_once()
    {
        using var gate = new ManualResetEventSlim();
        var held = Hold(gate);
        var first = Counted("a");
        var refused = Writer.WriteAsync<int>("test", session =>
        {
            session.Run("INSERT INTO counters (name, value, complement) VALUES ('spoiled', 1, -2)");
            session.Count("fixes", 7);
            throw new DomainException(ProblemCodes.Conflict, "No.");
        }, CancellationToken.None);
        var last = Counted("b");
        gate.Set();
        await Task.WhenAll(held, first, last);

        Assert.That(async () => await refused, Throws.TypeOf<DomainException>());
        var kept = await _temporary.Store.Readers.ReadAsync(
            "test", session => session.Query("SELECT name || ' ' || value FROM counters WHERE value > 0 ORDER BY name", row => row.GetString(0)), CancellationToken.None);
        Assert.That(kept, Is.EqualTo(new[] { "a 1", "b 1", "fixes 2", "revision 2" }));
        Assert.That((await first, await last), Is.EqualTo((1L, 2L)), "each has a revision of its own");
    }

    [Test]
    public async Task A_full_queue_refuses_at_once_and_says_when_to_come_back()
    {
        using var gate = new ManualResetEventSlim();
        var held = Hold(gate);
        Task<int>[] waiting = [Insert("a"), Insert("b"), Insert("c"), Insert("d")];

        var refused = Assert.ThrowsAsync<StoreUnavailableException>(() => Insert("e"));
        gate.Set();
        await Task.WhenAll(waiting.Append(held));

        Assert.That((refused!.IsOverload, refused.IsTransient, refused.RetryAfterSeconds), Is.EqualTo((true, true, 1)));
    }

    [Test]
    public async Task A_write_cancelled_before_it_begins_does_not_happen()
    {
        using var gate = new ManualResetEventSlim();
        using var cancelled = new CancellationTokenSource();
        var held = Hold(gate);
        var skipped = Writer.WriteAsync("test", session => session.Run("INSERT INTO counters VALUES ('skipped', 1, -2)"), cancelled.Token);
        await cancelled.CancelAsync();
        gate.Set();
        await held;
        await Insert("after");

        Assert.That(async () => await skipped, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await Count("skipped"), Is.Zero);
    }

    [Test]
    public async Task A_read_sees_every_write_acknowledged_before_it()
    {
        for (var i = 0; i < 50; i++)
        {
            await Insert($"n{i}");
            Assert.That(await Count($"n{i}"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Cancelling_a_read_interrupts_its_statement()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

        Assert.That(
            async () => await _temporary.Store.Readers.ReadAsync("test", session => session.Number(Endless), soon.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await Count("nothing"), Is.Zero, "the pool is usable afterwards");
    }

    // Returns once the writer is inside the item, so that what follows gathers behind it.
    private Task<int> Hold(ManualResetEventSlim gate)
    {
        var inside = new ManualResetEventSlim();
        var held = Writer.WriteAsync("test", _ =>
        {
            inside.Set();
            gate.Wait();
            return 0;
        }, CancellationToken.None);
        inside.Wait();
        return held;
    }

    private Task<int> Insert(string name) =>
        Writer.WriteAsync("test", session => session.Run("INSERT INTO counters VALUES (?1, 1, -2)", name), CancellationToken.None);

    private Task<long> Counted(string name) => Writer.WriteAsync("test", session =>
    {
        session.Run("INSERT INTO counters VALUES (?1, 1, -2)", name);
        session.Count("fixes", 1);
        return session.NextRevision();
    }, CancellationToken.None);

    private async Task<long?> Count(string name) => await _temporary.Store.Readers.ReadAsync(
        "test", session => session.Number("SELECT count(*) FROM counters WHERE name = ?1", name), CancellationToken.None);
}
