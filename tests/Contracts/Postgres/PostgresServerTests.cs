using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>Which server is used, and what is done when it goes and comes back.</summary>
[Category(PostgresRecord.Name)]
public sealed class PostgresServerTests
{
    private static readonly Dictionary<string, string> Sound = new()
    {
        ["server_version_num"] = "150012",
        ["server_encoding"] = "UTF8",
        ["fsync"] = "on",
        ["full_page_writes"] = "on",
        ["synchronous_commit"] = "on",
    };

    [TestCase("fsync", "off")]
    [TestCase("full_page_writes", "off")]
    [TestCase("synchronous_commit", "off")]
    [TestCase("server_version_num", "120001")]
    [TestCase("server_encoding", "SQL_ASCII")]
    public void A_server_that_may_lose_or_change_what_it_took_is_refused(string name, string value)
    {
        var refused = Assert.Throws<StartupException>(() => PostgresServer.Judge(new(Sound) { [name] = value }, allowsUnsafe: false, NullLogger.Instance));
        Assert.That(refused!.ExitCode, Is.EqualTo(StartupException.StoreUnusable));
    }

    [Test]
    public void A_server_that_does_not_flush_can_be_allowed() =>
        Assert.That(() => PostgresServer.Judge(new(Sound) { ["fsync"] = "off" }, allowsUnsafe: true, NullLogger.Instance), Throws.Nothing);

    [TestCase("on", 0)]
    [TestCase("off", 1)]
    public void A_server_without_page_checksums_is_used_with_a_warning(string checksums, int warnings)
    {
        var log = new WarningCount();
        PostgresServer.Judge(new(Sound) { ["data_checksums"] = checksums }, allowsUnsafe: false, log);

        Assert.That(log.Count, Is.EqualTo(warnings));
    }

    [TestCase("on")]
    [TestCase("local")]
    [TestCase("remote_apply")]
    public void A_server_that_flushes_is_used(string commit) =>
        Assert.That(() => PostgresServer.Judge(new(Sound) { ["synchronous_commit"] = commit }, allowsUnsafe: false, NullLogger.Instance), Throws.Nothing);

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_ends_midway_leaves_nothing_behind_on_its_connection(bool isRead)
    {
        await TemporaryDatabase.RequireServerAsync();
        await using var database = await TemporaryDatabase.CreateAsync(options => options with { PoolSize = 1 });
        var store = await database.OpenReadyAsync();
        var failed = isRead
            ? store.ReadOnceAsync<bool>("read", LeaveAsync, CancellationToken.None)
            : store.WriteAsync<bool>("write", LeaveAsync, CancellationToken.None);
        Assert.That(async () => await failed, Throws.InvalidOperationException);
        var left = await store.ReadAsync(
            "look",
            session => session.FirstAsync(
                "SELECT current_setting('lock_timeout'), current_setting('transaction_isolation'), (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())",
                row => (row.GetString(0), row.GetString(1), row.GetInt64(2))),
            CancellationToken.None);
        Assert.That(left, Is.EqualTo(("5s", "read committed", 0L)));
    }

    [Test]
    public async Task A_database_without_synchronous_commit_is_refused()
    {
        await TemporaryDatabase.RequireServerAsync();
        await using var database = await TemporaryDatabase.CreateAsync();
        await TemporaryDatabase.RunOnServerAsync($"ALTER DATABASE {database.Name} SET synchronous_commit = off");

        Assert.That(
            () => PostgresServer.VerifyAsync(database.Open(), NullLogger.Instance, CancellationToken.None),
            Throws.TypeOf<StartupException>().With.Message.Contains("synchronous_commit"));
    }

    [Test]
    public async Task A_server_that_is_not_there_stops_the_start_and_makes_every_port_unavailable()
    {
        await TemporaryDatabase.RequireServerAsync();
        await using var database = await TemporaryDatabase.CreateAsync();
        var nobody = new Npgsql.NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Host = "127.0.0.1", Port = 1 }.ConnectionString;
        var store = database.Open(options: database.Options with { ConnectionString = nobody });
        var refused = Assert.ThrowsAsync<StoreUnavailableException>(() => new PostgresFixMemory(store).KeepAsync(Samples.Note()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused!.Store, refused.IsTransient), Is.EqualTo(("memory", true)));
            Assert.That(store.Writing.Reading.Message, Does.Contain("cannot be reached").And.Not.Contain("127.0.0.1"));
            Assert.That(() => PostgresServer.VerifyAsync(store, NullLogger.Instance, CancellationToken.None), Throws.TypeOf<StartupException>());
        }
    }

    [Test]
    public async Task Connections_that_the_server_ended_are_made_anew_without_the_caller_noticing()
    {
        await TemporaryDatabase.RequireServerAsync();
        await using var database = await TemporaryDatabase.CreateAsync();
        var store = await database.OpenReadyAsync();
        var memory = new PostgresFixMemory(store);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => memory.KeepAsync(Samples.Note(content: $"before {i}"))));
        await TemporaryDatabase.RunOnServerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.Name}'");
        await memory.KeepAsync(Samples.Note(content: "after"));

        Assert.That((await memory.GetStatsAsync(CancellationToken.None)).Memories, Is.EqualTo(9));
    }

    [Test]
    public async Task A_row_that_was_changed_behind_our_back_is_no_answer()
    {
        await TemporaryDatabase.RequireServerAsync();
        await using var database = await TemporaryDatabase.CreateAsync();
        var memory = new PostgresFixMemory(await database.OpenReadyAsync());
        var fix = await memory.TellAsync(Samples.Told(success: false));
        await database.RunAsync("UPDATE memori_metadata SET success = true");
        var refused = Assert.ThrowsAsync<StoreUnavailableException>(() => memory.FixAsync(fix.Id));

        Assert.That(refused!.IsTransient, Is.False);
    }

    // Within its transaction, after the server has answered.
    private static async Task<bool> LeaveAsync(PostgresSession session)
    {
        session.Run("SET LOCAL lock_timeout = 77");
        await session.FirstAsync("SELECT pg_advisory_xact_lock(42)::text", _ => 0);
        throw new InvalidOperationException("The caller has gone.");
    }

    private sealed class WarningCount : ILogger
    {
        public int Count { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Count += logLevel == LogLevel.Warning ? 1 : 0;
    }
}
