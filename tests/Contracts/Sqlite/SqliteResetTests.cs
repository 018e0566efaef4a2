using Microsoft.Data.Sqlite;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>What the reset between contract tests leaves is what a new file holds.</summary>
public sealed class SqliteResetTests
{
    [Test]
    public async Task A_file_that_was_reset_holds_what_a_new_one_does()
    {
        await using var fresh = new TemporaryStore();
        await using var used = new TemporaryStore();
        await using var reset = await SqliteReset.OfAsync(used.Store.File);
        var memory = new SqliteFixMemory(used.Store);
        var told = await memory.TellAsync(Samples.Told(success: true, agent: "a", scope: Samples.Web1), new("key", 0, "digest"));
        await memory.SeeAsync(Samples.Seen(ts: Samples.Now + 1));
        await memory.KeepAsync(Samples.Note());
        await new SqliteTelemetryLog(used.Store).AppendAsync(Samples.Report(), null, CancellationToken.None);
        await memory.EraseAsync(Application.Ports.RecordKind.Fix, told.Id, Samples.Now, CancellationToken.None);
        await memory.TellAsync(Samples.Told());
        var filled = Rows(used.Store);

        await reset.EmptyAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(filled, Is.Not.EqualTo(Rows(fresh.Store)), "there was something to reset");
            Assert.That(Rows(used.Store), Is.EqualTo(Rows(fresh.Store)));
        }
    }

    private static SortedDictionary<string, string> Rows(SqliteStore store)
    {
        using var connection = store.File.OpenForReading();
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in Column(connection, "SELECT name FROM pragma_table_list WHERE type IN ('table', 'shadow') AND schema = 'main' AND name NOT LIKE 'sqlite%'"))
            rows[table] = string.Join(' ', Column(connection, $"SELECT count(*) FROM {table}"));
        rows["counters"] = string.Join(' ', Column(connection, "SELECT name || '=' || value FROM counters ORDER BY name"));
        return rows;
    }

    private static List<string> Column(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
            values.Add(reader.GetValue(0).ToString()!);
        return values;
    }
}
