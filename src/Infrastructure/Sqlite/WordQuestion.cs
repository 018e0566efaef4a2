using System.Text;
using System.Text.Json;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>A question's terms against the word index: which of them are searched for, and how high a record could score.</summary>
internal sealed class WordQuestion
{
    // A term said often weighs more, but each repeat is another pass over its entries; beyond 8 nothing changed on any set measured.
    private const int MostRepeats = 8;

    // FTS5's k1: a term counts at most k1 + 1 times its rarity, however often a record says it.
    private const double Saturation = 1.2;

    // Looking a term up costs some 15 times what passing it by in a scan of all terms does: beyond this many the scan is the bounded way.
    private const int MostLookups = 10_000;

    private WordQuestion(string? match, double ceiling) => (Match, Ceiling) = (match, ceiling);

    /// <summary>The FTS5 expression: every term quoted, so that none of it is an operator; null when the store holds none of the terms.</summary>
    public string? Match { get; }

    /// <summary>The BM25 that no record could exceed, above 0; terms that no record holds count as the rarest. 0 without terms.</summary>
    public double Ceiling { get; }

    /// <summary>Reads how rare each term of a text is and keeps the rarest (<see cref="Limits.QueryTerms"/>) of those that the store holds.</summary>
    public static WordQuestion Of(SqliteSession session, string text, CancellationToken ct)
    {
        var said = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in OpsTokenizer.Terms(text))
            said[term] = said.GetValueOrDefault(term) + 1;
        ct.ThrowIfCancellationRequested();
        var held = Held(session, said);
        var searched = held.OrderBy(term => term.Records).ThenBy(term => term.Term, StringComparer.Ordinal).Take(Limits.QueryTerms).ToList();
        var records = session.Number("SELECT sum(value) FROM counters WHERE name IN ('fixes', 'memories')") ?? 0;

        // Of a long question only a part of the known terms is searched for; its unknown terms count in the same part.
        var part = held.Count == 0 ? 1 : (double)searched.Count / held.Count;
        var highest = searched.Sum(term => Times(said[term.Term]) * Rarity(term.Records, records))
            + (part * Rarity(0, records) * said.Where(term => !held.Exists(known => known.Term == term.Key)).Sum(term => Times(term.Value)));
        return new WordQuestion(
            searched.Count == 0 ? null : Expression(searched.Select(term => (term.Term, said[term.Term]))), highest * (Saturation + 1));
    }

    private static List<(string Term, long Records)> Held(SqliteSession session, Dictionary<string, int> said) => session.Query(
        said.Count <= MostLookups
            ? "SELECT v.term, v.doc FROM json_each(?1) t CROSS JOIN word_terms v ON v.term = t.value"
            : "SELECT v.term, v.doc FROM word_terms v WHERE +v.term IN (SELECT value FROM json_each(?1))",
        row => (row.GetString(0), row.GetInt64(1)), JsonSerializer.Serialize(said.Keys));

    // As FTS5's bm25 has it (https://www.sqlite.org/fts5.html#the_bm25_function).
    private static double Rarity(long holders, long records) => Math.Max(1e-6, Math.Log((Math.Max(0, records - holders) + .5) / (holders + .5)));

    private static int Times(int said) => Math.Min(said, MostRepeats);

    private static string Expression(IEnumerable<(string Term, int Times)> terms)
    {
        var expression = new StringBuilder();
        foreach (var (term, times) in terms)
        {
            for (var i = 0; i < Times(times); i++)
                expression.Append(expression.Length == 0 ? "\"" : " OR \"").Append(term).Append('"');
        }

        return expression.ToString();
    }
}
