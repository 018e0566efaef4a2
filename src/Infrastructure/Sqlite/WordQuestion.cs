using System.Text;
using System.Text.Json;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>A question's terms against the word index: which of them are searched for, and how much each weighs.</summary>
internal sealed class WordQuestion
{
    // A term said often weighs more, but each repeat is another pass over its entries; beyond 8 nothing changed on any set measured.
    private const int MostRepeats = 8;

    // Looking a term up costs some 15 times what passing it by in a scan of all terms does: beyond this many the scan is the bounded way.
    private const int MostLookups = 10_000;

    private readonly List<string> _terms;
    private readonly double[] _weights;
    private readonly double _whole;

    private WordQuestion(List<string> terms, double[] weights, double unknown, string? match)
    {
        (_terms, _weights, Match) = (terms, weights, match);
        _whole = weights.Sum() + unknown;
    }

    /// <summary>The FTS5 expression: every term quoted, so that none of it is an operator; null when the store holds none of the terms.</summary>
    public string? Match { get; }

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
        return new WordQuestion(
            [.. searched.Select(term => term.Term)],
            [.. searched.Select(term => Rarity(term.Records, records))],
            (said.Count - held.Count) * part * Rarity(1, records),
            searched.Count == 0 ? null : Expression(searched.Select(term => (term.Term, said[term.Term]))));
    }

    /// <summary>Share of the question's terms that each record holds, each term weighted by its rarity; terms that no record holds count as the rarest.</summary>
    /// <param name="session">A session in the transaction that the question was read in.</param>
    /// <param name="records">Row ids of records.</param>
    /// <returns>0–1 for every record asked about.</returns>
    public Dictionary<long, double> Coverage(SqliteSession session, IReadOnlyList<long> records)
    {
        var sums = records.ToDictionary(rid => rid, _ => 0.0);

        // The plus keeps the index from being asked anew for every single record.
        var held = session.Query(
            """
            SELECT t.key, w.rowid FROM json_each(?1) t CROSS JOIN words w
            WHERE w.words MATCH '"' || t.value || '"' AND +w.rowid IN (SELECT value FROM json_each(?2))
            """,
            row => (Term: row.GetInt32(0), Rid: row.GetInt64(1)),
            JsonSerializer.Serialize(_terms), JsonSerializer.Serialize(records));
        foreach (var (term, rid) in held)
            sums[rid] += _weights[term];
        return sums.ToDictionary(sum => sum.Key, sum => Math.Min(1, sum.Value / _whole));
    }

    private static List<(string Term, long Records)> Held(SqliteSession session, Dictionary<string, int> said) => session.Query(
        said.Count <= MostLookups
            ? "SELECT v.term, v.doc FROM json_each(?1) t CROSS JOIN word_terms v ON v.term = t.value"
            : "SELECT v.term, v.doc FROM word_terms v WHERE +v.term IN (SELECT value FROM json_each(?1))",
        row => (row.GetString(0), row.GetInt64(1)), JsonSerializer.Serialize(said.Keys));

    // The idf of BM25 in the form that is never negative (S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework, 2009, 3.1).
    private static double Rarity(long holders, long records) => Math.Log(1 + ((Math.Max(0, records - holders) + .5) / (holders + .5)));

    private static string Expression(IEnumerable<(string Term, int Times)> terms)
    {
        var expression = new StringBuilder();
        foreach (var (term, times) in terms)
        {
            for (var i = 0; i < Math.Min(times, MostRepeats); i++)
                expression.Append(expression.Length == 0 ? "\"" : " OR \"").Append(term).Append('"');
        }

        return expression.ToString();
    }
}
