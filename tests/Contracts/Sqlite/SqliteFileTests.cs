using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Sqlite;
using ObsControlPlane.Infrastructure.Sqlite.Schema;

namespace ObsControlPlane.Contracts.Sqlite;

[TestFixture]
public sealed class SqliteFileTests
{
    private TemporaryStore _temporary = null!;
    private SqliteFixMemory _memory = null!;

    [SetUp]
    public void Open()
    {
        _temporary = new TemporaryStore();
        _memory = new SqliteFixMemory(_temporary.Store);
    }

    [TearDown]
    public async Task Close() => await _temporary.DisposeAsync();

    [Test]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await ChangeAsync($"PRAGMA user_version = {SqliteSchema.Record.Newest + 1}");

        var refused = Assert.Throws<StartupException>(() => SqliteStore.Open(_temporary.Folder, _temporary.Time));
        var (schema, _) = await ReadFileAsync();

        Assert.That((refused!.ExitCode, schema), Is.EqualTo((StartupException.DataNewer, SqliteSchema.Record.Newest + 1)));
    }

    [Test]
    public async Task A_migration_that_was_cut_off_is_made_whole_at_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("ocp-store-").FullName;
        using (var cut = new SqliteConnection($"Data Source={Path.Combine(folder, "ocp.db")};Pooling=False"))
        {
            cut.Open();
            Execute(cut, "PRAGMA journal_mode = WAL");
            Execute(cut, "BEGIN IMMEDIATE");
            Execute(cut, Migration0001.Sql[..Migration0001.Sql.IndexOf("CREATE TABLE issues", StringComparison.Ordinal)]);
        }

        await using (SqliteStore.Open(folder, _temporary.Time))
        {
        }

        await using var again = SqliteStore.Open(folder, _temporary.Time);
        var tables = await again.Readers.ReadAsync("test", session => session.Number("SELECT count(*) FROM counters"), CancellationToken.None);
        Assert.That(tables, Is.EqualTo(9));
        Directory.Delete(folder, recursive: true);
    }

    [TestCase(3_007_000)]
    [TestCase(3_051_002)]
    public void An_unsafe_library_is_refused(int version) =>
        Assert.That(() => SqliteStore.RefuseUnsafeLibrary(version), Throws.TypeOf<StartupException>().With.Property("ExitCode").EqualTo(StartupException.StoreUnusable));

    [Test]
    public void The_library_that_comes_with_the_program_is_safe() =>
        Assert.That(() => SqliteStore.RefuseUnsafeLibrary(SQLitePCL.raw.sqlite3_libversion_number()), Throws.Nothing);

    [Test]
    public async Task Every_connection_flushes_each_commit_and_overwrites_what_is_deleted()
    {
        var settings = await _temporary.Store.Writer.WriteAsync(
            "test", session => (session.Number("PRAGMA synchronous"), session.Number("PRAGMA secure_delete")), CancellationToken.None);
        Assert.That(settings, Is.EqualTo(((long?)2, (long?)1)));
    }

    [TestCase("UPDATE memori_metadata SET solution = solution || ' or not'", TestName = "A_changed_solution_is_not_believed")]
    [TestCase("UPDATE memori_metadata SET worked = worked + 1", TestName = "A_changed_count_is_not_believed")]
    [TestCase("UPDATE outcome_evidence SET failed_verified = 7", TestName = "Changed_evidence_is_not_believed")]
    [TestCase("UPDATE reports SET agent = 'someone'", TestName = "A_changed_report_is_not_believed")]
    [TestCase("UPDATE outcomes SET kind = 3", TestName = "A_changed_outcome_is_not_believed")]
    public async Task A_row_that_is_not_what_was_written_is_an_error_and_never_an_answer(string damage)
    {
        var id = (await _memory.TakeFixAsync(Report("a"), null, CancellationToken.None))!.Value.Id;
        await ChangeAsync(damage);

        var refused = Assert.ThrowsAsync<StoreUnavailableException>(() => _memory.GetFixAsync(id, CancellationToken.None));
        Assert.That((refused!.Store, refused.IsTransient), Is.EqualTo(("memory", false)));
    }

    [Test]
    public async Task What_was_acknowledged_is_there_after_the_file_was_copied_while_open()
    {
        for (var i = 0; i < 20; i++)
            await _memory.TakeFixAsync(Report($"solution {i}"), null, CancellationToken.None);
        var copy = Directory.CreateTempSubdirectory("ocp-store-").FullName;
        foreach (var name in new[] { "ocp.db", "ocp.db-wal" })
            File.Copy(Path.Combine(_temporary.Folder, name), Path.Combine(copy, name));

        await using var store = SqliteStore.Open(copy, _temporary.Time);
        var stats = await new SqliteFixMemory(store).GetStatsAsync(CancellationToken.None);

        Assert.That((stats.Fixes, stats.Outcomes, stats.SchemaVersion), Is.EqualTo((20, 20, SqliteSchema.Record.Newest)));
    }

    // The planner's own words: SEARCH goes through an index, SCAN through the table.
    [TestCase("SELECT 1 FROM memori_metadata m WHERE m.kind = 0 AND m.fingerprint = ?1 AND m.solution_hash = ?2", "fix_identity")]
    [TestCase("SELECT 1 FROM memori_metadata m WHERE m.kind = 1 AND m.key = ?1 AND m.solution_hash = ?2", "memory_identity")]
    [TestCase("SELECT m.solution FROM memori_metadata m WHERE m.kind = 0 AND m.ts <= ?1 AND (m.ts < ?1 OR m.id > ?2) ORDER BY m.ts DESC, m.id LIMIT 5", "records_by_time")]
    [TestCase("SELECT 1 FROM reports WHERE fix = ?1 AND ts = ?2 AND ts_given = 1 AND agent IS ?3 AND success IS ?4", "reports_of_fix")]
    [TestCase("SELECT 1 FROM reports WHERE source_id = ?1 AND source IS ?2 AND fix = ?3 AND told = ?4", "reports_by_source")]
    [TestCase("SELECT 1 FROM outcomes WHERE recall_id = ?1 AND fix = ?2 AND counted = 1", "outcomes_by_recall")]
    [TestCase("SELECT 1 FROM episodes e WHERE e.fingerprint = ?1 AND coalesce(e.place, '') = ?2 AND e.ended_at IS NULL", "open_episodes")]
    public async Task What_runs_on_every_write_goes_through_an_index(string sql, string index)
    {
        var plan = await _temporary.Store.Readers.ReadAsync(
            "test", session => session.Query($"EXPLAIN QUERY PLAN {sql}", row => row.GetString(3), [.. Enumerable.Repeat<object?>("x", sql.Count(c => c == '?'))]), CancellationToken.None);

        Assert.That(plan, Has.Some.Contains($"USING INDEX {index}").Or.Some.Contains($"USING COVERING INDEX {index}"));
        Assert.That(plan, Has.None.StartsWith("SCAN").And.None.Contains("TEMP B-TREE"));
    }

    private static FixReport Report(string solution) => new()
    {
        Id = Guid.CreateVersion7(),
        Fingerprint = Issue.FromText("the queue is stuck").Fingerprint,
        IssueText = "the queue is stuck",
        Solution = solution,
        Success = true,
        Agent = solution,
        Ts = 5,
    };

    private Task<int> ChangeAsync(string sql) => _temporary.Store.Writer.WriteAsync("test", session => session.Run(sql), CancellationToken.None);

    private Task<(int Schema, long Bytes)> ReadFileAsync() => _temporary.Store.Readers.ReadAsync(
        "test", session => (SqliteSchema.Version(session.Connection), _temporary.Store.File.Bytes), CancellationToken.None);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
