using System.Diagnostics;
using Npgsql;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>P13: an export taken in over HTTP against COPY of the rows that come of it, into a database with the same schema and indexes.</summary>
internal static class ServersImportCase
{
    private const int Fixes = 5_000;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        var rounds = new List<(double Subject, double Reference)>();
        var all = Texts.Fixes(Fixes * options.Rounds, folder: null, seed: 19);
        foreach (var share in all.Chunk(Fixes))
            rounds.Add(await OnceAsync(options.Stand!, await ExportAsync(options.Stand!, share)));
        table.Add(new(
            "P13", $"import of an export of {Fixes} fixes ÷ COPY BINARY of the same rows", Statistics.Median(rounds.Select(round => round.Subject / round.Reference)), .8, false,
            $"{Statistics.Median(rounds.Select(round => round.Subject)):0} fixes/s against {Statistics.Median(rounds.Select(round => round.Reference)):0}/s; an export tells a fix in three lines: itself, its report, its outcome"));
    }

    // Each of its own, because the graph takes the same fix only once; and unknown to it until it is imported.
    private static async Task<byte[]> ExportAsync(Stand stand, SampleFix[] fixes)
    {
        await using var database = await stand.NewDatabaseAsync();
        await using var product = await stand.StartAsync(database, hasGraph: false);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < fixes.Length; i = Interlocked.Increment(ref next))
                await product.RememberAsync(fixes[i], success: true);
        }));
        return await product.GetAsync("/api/export");
    }

    private static async Task<(double Subject, double Reference)> OnceAsync(Stand stand, byte[] lines)
    {
        await using var database = await stand.NewDatabaseAsync();
        await using var plain = await stand.NewDatabaseAsync();
        await using var product = await stand.StartAsync(database);
        var subject = await product.ImportAsync(lines);
        await database.DrainedAsync("outbox");
        var rows = await RawFixes.ReadAsync(database, 0, Fixes);
        return (Fixes / subject.TotalSeconds, Fixes / (await CopyAsync(plain, rows)).TotalSeconds);
    }

    private static async Task<TimeSpan> CopyAsync(OwnDatabase database, RawFixes fixes)
    {
        await using var connection = await database.ConnectAsync();
        var start = Stopwatch.GetTimestamp();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (place, table) in fixes.Tables.Index())
            await CopyAsync(connection, table, fixes.Rows.Select(fix => fix[place]).DistinctBy(row => table.Name == "issues" ? row[0] : row));
        await using (var queue = new NpgsqlCommand("INSERT INTO embedding_queue (rid, id) SELECT rid, id FROM memori_metadata", connection))
            await queue.ExecuteNonQueryAsync();
        var outbox = new RawTable("outbox", ["kind", "fix", "created_at", "due_at", "tries"], ["smallint", "uuid", "bigint", "bigint", "integer"]);
        await CopyAsync(connection, outbox, fixes.Rows.Select(fix => new object[] { (short)0, fixes.Value(fix, "memori_metadata", "id"), fixes.Value(fix, "memori_metadata", "ts"), 0L, 0 }));
        await transaction.CommitAsync();
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, RawTable table, IEnumerable<object[]> rows)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table.Name} ({string.Join(", ", table.Columns)}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var (at, value) in row.Index())
            {
                if (value is DBNull)
                    await copy.WriteNullAsync();
                else
                    await copy.WriteAsync(value, table.Types[at]);
            }
        }

        await copy.CompleteAsync();
    }
}
