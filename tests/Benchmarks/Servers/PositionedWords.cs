using System.Globalization;
using Npgsql;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>
/// The words of the same fixes as a plain application keeps them for <c>ts_rank_cd</c>, which ranks by positions: the product's terms in
/// their order, with GIN. The record's own tsvector holds no positions. A table beside the record, dropped when disposed.
/// </summary>
internal sealed class PositionedWords : IAsyncDisposable
{
    public const string Table = "positioned_words";

    private const int Together = 1_000;

    // A tsvector holds no more: https://www.postgresql.org/docs/current/textsearch-limitations.html
    private const int LastPosition = 16_383;
    private const int MostOfTerm = 256;

    private readonly OwnDatabase _database;

    private PositionedWords(OwnDatabase database) => _database = database;

    public static async Task<PositionedWords> MakeAsync(PreparedRecord record)
    {
        await record.Database.RunAsync($"CREATE TABLE {Table} (id uuid PRIMARY KEY, words tsvector NOT NULL)");
        await using (var connection = await record.Database.ConnectAsync())
        {
            foreach (var some in record.Ids.Zip(record.Fixes).DistinctBy(pair => pair.First).Chunk(Together))
            {
                await using var insert = new NpgsqlCommand($"INSERT INTO {Table} SELECT id, words::tsvector FROM unnest($1, $2) t(id, words)", connection)
                {
                    Parameters = { new() { Value = some.Select(pair => pair.First).ToArray() }, new() { Value = some.Select(pair => Literal(pair.Second)).ToArray() } },
                };
                await insert.ExecuteNonQueryAsync();
            }
        }

        await record.Database.RunAsync($"CREATE INDEX ON {Table} USING gin (words)");
        await record.Database.RunAsync($"VACUUM ANALYZE {Table}");
        return new PositionedWords(record.Database);
    }

    public async ValueTask DisposeAsync() => await _database.RunAsync($"DROP TABLE {Table}");

    private static string Literal(SampleFix fix)
    {
        var text = IndexedText.OfFix(fix.Issue, fix.Solution);
        var terms = new[] { (text.Title, 'A'), (text.Body, 'B'), (text.Solution, 'C') }
            .SelectMany(field => field.Item1.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(term => (Term: term, Weight: field.Item2)));
        return string.Join(' ', terms.Take(LastPosition).Index().GroupBy(one => one.Item.Term, StringComparer.Ordinal).Select(said =>
            $"'{said.Key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}':"
            + string.Join(',', said.Take(MostOfTerm).Select(one => (one.Index + 1).ToString(CultureInfo.InvariantCulture) + one.Item.Weight))));
    }
}
