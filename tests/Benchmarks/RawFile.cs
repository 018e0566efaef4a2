using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ObsControlPlane.Infrastructure.Search;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Benchmarks;

/// <summary>
/// The reference of every write: plain prepared INSERTs of the very rows the product wrote, into a file with the product's schema,
/// indexes and pragmas, committed in groups with flush. It looks nothing up and decides nothing.
/// </summary>
internal sealed class RawFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocp-raw-").FullName;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public RawFile()
    {
        SqliteStore.Open(_folder, TimeProvider.System).DisposeAsync().AsTask().GetAwaiter().GetResult();
        _connection = new SqliteFile(Path.Combine(_folder, "ocp.db"), new SqliteOptions()).OpenForWriting();
    }

    /// <summary>Rows of a product's file from a row id on, with the index texts that belong to them.</summary>
    public static IReadOnlyList<IReadOnlyList<RawRow>> Read(string database, long afterRid)
    {
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        source.Open();
        var rows = Rows(source, "memori_metadata", $"SELECT * FROM memori_metadata WHERE rid > {afterRid} ORDER BY rid").ToList();
        var byRid = rows.ToDictionary(row => (long)row.Values["rid"], row => new List<RawRow> { row });
        foreach (var row in rows)
        {
            var (rid, issue, solution) = ((long)row.Values["rid"], (string)row.Values["issue"], (string)row.Values["solution"]);
            var text = IndexedText.OfFix(issue, solution);
            byRid[rid].Add(new("words", new() { ["rowid"] = rid, ["title"] = text.Title, ["body"] = text.Body, ["solution"] = text.Solution }));
            // Its vector may be made by now: the row that waited for it is gone again.
            byRid[rid].Add(new("embedding_queue", new() { ["rid"] = rid }));
            byRid[rid].Add(new("issue_grams", new() { ["rowid"] = rid, ["issue"] = issue.ToUpperInvariant() }));
        }

        Attach(source, byRid, "reports", "fix", afterRid);
        Attach(source, byRid, "outcomes", "fix", afterRid);
        Attach(source, byRid, "outcome_evidence", "fix", afterRid);
        foreach (var row in Rows(source, "issues", "SELECT i.*, (SELECT min(m.rid) FROM memori_metadata m WHERE m.kind = 0 AND m.fingerprint = i.fingerprint) AS owner FROM issues i"))
        {
            if (row.Values.Remove("owner", out var owner) && owner is long rid && byRid.TryGetValue(rid, out var own))
                own.Add(row);
        }

        return [.. byRid.OrderBy(pair => pair.Key).Select(pair => (IReadOnlyList<RawRow>)pair.Value)];
    }

    /// <summary>Inserts what belongs to each fix, so many fixes a commit.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan Insert(IReadOnlyList<IReadOnlyList<RawRow>> fixes, int group)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var chunk in fixes.Chunk(group))
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var row in chunk.SelectMany(fix => fix))
                Insert(transaction, row);
            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Attach(SqliteConnection source, Dictionary<long, List<RawRow>> byRid, string table, string column, long afterRid)
    {
        foreach (var row in Rows(source, table, $"SELECT * FROM {table} WHERE {column} > {afterRid}"))
        {
            if (byRid.TryGetValue((long)row.Values[column], out var own))
                own.Add(row);
        }
    }

    private static IEnumerable<RawRow> Rows(SqliteConnection source, string table, string sql)
    {
        using var command = source.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return new(table, Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue));
    }

    private void Insert(SqliteTransaction transaction, RawRow row)
    {
        if (!_commands.TryGetValue(row.Table, out var command))
        {
            command = _connection.CreateCommand();
            var names = row.Values.Keys.ToArray();
            command.CommandText = $"INSERT OR IGNORE INTO {row.Table} ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select(name => "$" + name))})";
            foreach (var name in names)
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + name });
            _commands[row.Table] = command;
        }

        command.Transaction = transaction;
        foreach (SqliteParameter parameter in command.Parameters)
            parameter.Value = row.Values[parameter.ParameterName[1..]];
        command.ExecuteNonQuery();
    }
}

/// <summary>One row.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Values">Its columns.</param>
internal sealed record RawRow(string Table, Dictionary<string, object> Values);
