using Npgsql;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>A table and what the product writes into it of a new fix: all but what the server fills in by itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Types">Their types.</param>
internal sealed record RawTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Types);

/// <summary>The rows of new fixes as the product wrote them, to be written again plainly.</summary>
/// <param name="Tables">The tables, in the order in which they are written.</param>
/// <param name="Rows">For each fix a row of each table.</param>
/// <param name="LastRid">The last row of them, or the one after which was asked when there are none.</param>
internal sealed record RawFixes(IReadOnlyList<RawTable> Tables, IReadOnlyList<object[][]> Rows, long LastRid)
{
    // Each with the column that names the fix and what it is of the fix.
    private static readonly (string Table, string Key, string Of)[] Sources =
    [
        ("memori_metadata", "id", "id"), ("issues", "fingerprint", "fingerprint"), ("reports", "fix", "id"), ("outcomes", "fix", "id"), ("outcome_evidence", "fix", "id"),
    ];

    /// <summary>The fixes after a row.</summary>
    /// <param name="database">The product's database.</param>
    /// <param name="afterRid">The row; 0 for all.</param>
    /// <param name="acknowledged">How many there must be, each told once and with an outcome.</param>
    public static async Task<RawFixes> ReadAsync(OwnDatabase database, long afterRid, int acknowledged)
    {
        await using var connection = await database.ConnectAsync();
        var tables = new List<RawTable>();
        var rows = Enumerable.Range(0, acknowledged).Select(_ => new object[Sources.Length][]).ToArray();
        foreach (var (place, source) in Sources.Index())
        {
            var columns = await ColumnsAsync(connection, source.Table);
            await using var command = new NpgsqlCommand(
                $"SELECT {string.Join(", ", columns.Select(column => $"t.{column}"))} FROM memori_metadata m JOIN {source.Table} t ON t.{source.Key} = m.{source.Of} WHERE m.rid > {afterRid} ORDER BY m.rid",
                connection);
            await using var reader = await command.ExecuteReaderAsync();
            var read = 0;
            for (; await reader.ReadAsync(); read++)
            {
                if (read < acknowledged)
                    reader.GetValues(rows[read][place] = new object[columns.Count]);
            }

            if (read != acknowledged)
                throw new InvalidOperationException($"{acknowledged} writes were acknowledged and {read} rows are in {source.Table}.");
            tables.Add(new(source.Table, columns, [.. Enumerable.Range(0, columns.Count).Select(reader.GetDataTypeName)]));
        }

        await using var last = new NpgsqlCommand($"SELECT coalesce(max(rid), {afterRid}) FROM memori_metadata", connection);
        return new(tables, rows, (long)(await last.ExecuteScalarAsync())!);
    }

    /// <summary>A value of a fix.</summary>
    public object Value(object[][] fix, string table, string column)
    {
        var place = Tables.Index().Single(one => one.Item.Name == table).Index;
        return fix[place][Tables[place].Columns.Index().Single(one => one.Item == column).Index];
    }

    private static async Task<List<string>> ColumnsAsync(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT column_name::text FROM information_schema.columns
            WHERE table_name = $1 AND table_schema = 'public' AND is_generated = 'NEVER' AND is_identity = 'NO' AND column_default IS NULL ORDER BY ordinal_position
            """,
            connection) { Parameters = { new() { Value = table } } };
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await reader.ReadAsync())
            columns.Add(reader.GetString(0));
        return columns;
    }
}
