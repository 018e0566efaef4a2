using Microsoft.Data.Sqlite;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Benchmarks;

/// <summary>An FTS5 table in memory of the same terms, ranked by its own <c>bm25</c> with the weights that the index uses.</summary>
internal sealed class FtsReference : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteCommand _search;

    public FtsReference(IReadOnlyList<IndexedText> texts)
    {
        _connection.Open();
        Execute("""CREATE VIRTUAL TABLE words USING fts5(title, body, solution, content='', tokenize="ascii tokenchars '._/:@-'")""");
        Execute("BEGIN");
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO words(rowid, title, body, solution) VALUES($rid, $title, $body, $solution)";
        foreach (var (rid, text) in texts.Index())
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$rid", rid);
            insert.Parameters.AddWithValue("$title", text.Title);
            insert.Parameters.AddWithValue("$body", text.Body);
            insert.Parameters.AddWithValue("$solution", text.Solution);
            insert.ExecuteNonQuery();
        }

        Execute("COMMIT");
        Execute("INSERT INTO words(words) VALUES('optimize')");
        _search = _connection.CreateCommand();
        _search.CommandText = "SELECT rowid, -bm25(words, 3.0, 1.0, 0.5) AS score FROM words WHERE words MATCH $query ORDER BY score DESC LIMIT $depth";
    }

    public IReadOnlyList<(long Rid, double Score)> Search(IReadOnlyList<string> terms, int depth)
    {
        _search.Parameters.Clear();
        _search.Parameters.AddWithValue("$query", string.Join(" OR ", terms.Select(term => $"\"{term}\"")));
        _search.Parameters.AddWithValue("$depth", depth);
        var found = new List<(long, double)>(depth);
        using var reader = _search.ExecuteReader();
        while (reader.Read())
            found.Add((reader.GetInt64(0), reader.GetDouble(1)));
        return found;
    }

    public void Dispose()
    {
        _search.Dispose();
        _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
