using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Sqlite;
using ObsControlPlane.Infrastructure.Sqlite.Schema;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>A data file of an older schema is brought to the newest one at the start, with all it holds.</summary>
public sealed class SqliteUpgradeTests
{
    [Test]
    public async Task Occurrences_of_schema_1_find_their_episodes()
    {
        await using var temporary = new TemporaryStore();
        var memory = new SqliteFixMemory(temporary.Store);
        foreach (var (scope, ts) in new[]
        {
            (Samples.Web1, Samples.Now), (Samples.Web1, Samples.Now + 1), (Samples.Web1, Samples.Now + 1), (Samples.Web2, Samples.Now + 2),
            (Samples.Web1, Samples.Now + (2 * Samples.RegressionWindow)), (Samples.Web2, Samples.Now + 3),
        })
        {
            await memory.SeeAsync(Samples.Seen(scope: scope, ts: ts));
        }

        var before = await ExportAsync(memory);
        Downgrade(Path.Combine(temporary.Folder, "ocp.db"));

        await using var upgraded = SqliteStore.Open(temporary.Folder, temporary.Time);
        var after = new SqliteFixMemory(upgraded);
        var stats = await after.GetStatsAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Has.Count.EqualTo(6), "three episodes, a line of occurrences each");
            Assert.That(await ExportAsync(after), Is.EqualTo(before));
            Assert.That(stats.SchemaVersion, Is.EqualTo(SqliteSchema.Record.Newest));
        }
    }

    [Test]
    public async Task A_sum_of_schema_1_becomes_as_many_occurrences()
    {
        await using var temporary = new TemporaryStore();
        var memory = new SqliteFixMemory(temporary.Store);
        for (var i = 0; i < 4; i++)
            await memory.SeeAsync(Samples.Seen(ts: Samples.Now + i));
        var file = Path.Combine(temporary.Folder, "ocp.db");
        Downgrade(file);
        Execute(file, $"DELETE FROM occurrences WHERE ts > {Samples.Now + 1}; UPDATE occurrences SET times = 3 WHERE ts = {Samples.Now + 1}");

        await using var upgraded = SqliteStore.Open(temporary.Folder, temporary.Time);
        var lines = await new SqliteFixMemory(upgraded).ExportAsync(CancellationToken.None).ToListAsync();

        Assert.That(lines.OfType<ExportedOccurrences>().Single().Seen, Is.EqualTo(new[] { Samples.Now, Samples.Now + 1, Samples.Now + 1, Samples.Now + 1 }));
    }

    [Test]
    public async Task Every_record_of_schema_2_waits_for_its_vector_and_is_found_by_words_meanwhile()
    {
        await using var temporary = new TemporaryStore();
        var memory = new SqliteFixMemory(temporary.Store);
        var fix = await memory.TellAsync(Samples.Told());
        var note = await memory.KeepAsync(Samples.Note());
        var erased = await memory.TellAsync(Samples.Told(solution: Samples.Rollback));
        await memory.EraseAsync(RecordKind.Fix, erased.Id, Samples.Now, CancellationToken.None);
        DowngradeTo2(Path.Combine(temporary.Folder, "ocp.db"));

        await using var upgraded = SqliteStore.Open(temporary.Folder, temporary.Time);
        var store = SqliteRecord.Over(upgraded, new SqliteFixSearch(upgraded));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await store.WaitingAsync(), Is.EqualTo([fix.Id, note.Id]));
            Assert.That(await store.VectorStatsAsync(), Is.EqualTo(new VectorStats(null, null, 0, 2, 2)));
            Assert.That(await store.FoundByWordsAsync(Samples.Words("OutOfMemoryError drain")), Is.EquivalentTo([fix.Id, note.Id]));
            Assert.That((await store.Memory.GetStatsAsync(CancellationToken.None)).SchemaVersion, Is.EqualTo(SqliteSchema.Record.Newest));
        }
    }

    private static void DowngradeTo2(string file) => Execute(file, """
        DROP TABLE episode_details;
        DROP TABLE episode_alerts;
        DROP TABLE alert_deliveries;
        DROP INDEX episodes_by_start;
        DROP INDEX outcomes_of_episode;
        DROP TABLE api_keys;
        DROP TABLE embedding_models;
        DROP TABLE memori_embeddings;
        DROP TABLE embedding_queue;
        DELETE FROM counters WHERE name = 'vectors_waiting';
        PRAGMA user_version = 2;
        """);

    // The file as schema 1 would have written it.
    private static void Downgrade(string file)
    {
        DowngradeTo2(file);
        const string begin = "CREATE TABLE occurrences (";
        const string end = "WHERE server IS NOT NULL;";
        var from = Migration0001.Sql.IndexOf(begin, StringComparison.Ordinal);
        var to = Migration0001.Sql.IndexOf(end, Migration0001.Sql.IndexOf("CREATE INDEX occurrences_at_server", StringComparison.Ordinal), StringComparison.Ordinal);
        Execute(file, $"""
            CREATE TEMP TABLE kept AS SELECT episode, n, ts, fingerprint, server FROM occurrences;
            DROP TABLE occurrences;
            {Migration0001.Sql[from..(to + end.Length)]}
            INSERT INTO occurrences (fingerprint, ts, server, times) SELECT fingerprint, ts, server, 1 FROM kept ORDER BY ts, n;
            PRAGMA user_version = 1;
            """);
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task<List<string>> ExportAsync(SqliteFixMemory memory) => [.. (await memory.ExportAsync(CancellationToken.None).ToListAsync()).Select(line => line switch
    {
        ExportedEpisode l => $"{l.Episode} {l.IssueText} [{string.Join(',', l.CameBack)}]",
        ExportedOccurrences l => $"{l.EpisodeId} {l.First} [{string.Join(',', l.Seen)}]",
        _ => line.ToString(),
    })];
}
