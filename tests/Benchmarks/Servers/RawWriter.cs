using System.Diagnostics;
using Npgsql;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>
/// The reference of every write: the very rows that the product wrote, each fix by one prepared batch, which is one transaction and one
/// round trip, over a connection of its own into a database with the product's schema. It looks nothing up and decides nothing.
/// </summary>
internal sealed class RawWriter : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private NpgsqlBatch? _batch;

    private RawWriter(NpgsqlConnection connection) => _connection = connection;

    public static async Task<RawWriter> OpenAsync(OwnDatabase database) => new(await database.ConnectAsync());

    /// <summary>Writes one fix, durably.</summary>
    /// <param name="fixes">Where it is of.</param>
    /// <param name="fix">Its rows.</param>
    public async Task WriteAsync(RawFixes fixes, object[][] fix)
    {
        _batch ??= await PreparedAsync(fixes.Tables);
        foreach (var (place, values) in fix.Index())
        {
            var parameters = _batch.BatchCommands[place].Parameters;
            for (var i = 0; i < values.Length; i++)
                parameters[i].Value = values[i];
        }

        _batch.BatchCommands[^2].Parameters[0].Value = fixes.Value(fix, "memori_metadata", "id");
        _batch.BatchCommands[^2].Parameters[1].Value = fixes.Value(fix, "memori_metadata", "ts");
        _batch.BatchCommands[^1].Parameters[0].Value = Convert.ToInt64(fixes.Value(fix, "memori_metadata", "length"), System.Globalization.CultureInfo.InvariantCulture);
        await _batch.ExecuteNonQueryAsync();
    }

    /// <summary>Writes all fixes by several connections at once.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> WriteAllAsync(IReadOnlyList<RawWriter> writers, RawFixes fixes)
    {
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(writers.Select(async writer =>
        {
            for (var i = Interlocked.Increment(ref next); i < fixes.Rows.Count; i = Interlocked.Increment(ref next))
                await writer.WriteAsync(fixes, fixes.Rows[i]);
        }));
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        if (_batch is not null)
            await _batch.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<NpgsqlBatch> PreparedAsync(IReadOnlyList<RawTable> tables)
    {
        var batch = new NpgsqlBatch(_connection);
        foreach (var table in tables)
        {
            var insert = $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) VALUES ({string.Join(", ", table.Columns.Select((_, at) => $"${at + 1}"))})";
            Add(batch, table.Name switch
            {
                "memori_metadata" => $"WITH inserted AS ({insert} RETURNING rid, id) INSERT INTO embedding_queue (rid, id) SELECT rid, id FROM inserted",
                "issues" => $"{insert} ON CONFLICT (fingerprint) DO UPDATE SET first_seen = excluded.first_seen",
                _ => insert,
            }, table.Types);
        }

        Add(batch, "INSERT INTO outbox (kind, fix, created_at, due_at, tries) VALUES (0, $1, $2, 0, 0)", ["uuid", "bigint"]);
        Add(
            batch,
            """
            INSERT INTO counters AS c (slot, fixes, memories, outcomes, agents, worked, failed, inconclusive, waiting, terms) VALUES (pg_backend_pid() % 256, 1, 0, 1, 0, 1, 0, 0, 1, $1)
            ON CONFLICT (slot) DO UPDATE SET fixes = c.fixes + 1, outcomes = c.outcomes + 1, worked = c.worked + 1, waiting = c.waiting + 1, terms = c.terms + $1
            """,
            ["bigint"]);
        await batch.PrepareAsync();
        return batch;
    }

    private static void Add(NpgsqlBatch batch, string sql, IReadOnlyList<string> types)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var type in types)
            command.Parameters.Add(new NpgsqlParameter { DataTypeName = type });
        batch.BatchCommands.Add(command);
    }
}
