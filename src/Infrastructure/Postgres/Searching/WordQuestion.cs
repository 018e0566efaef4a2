using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Postgres.Searching;

/// <summary>A term that is searched for.</summary>
/// <param name="Term">The term.</param>
/// <param name="Records">How many records hold it, 1 or more.</param>
/// <param name="Weight">Its rarity, as often as the question says it.</param>
internal sealed record SearchedTerm(string Term, long Records, double Weight);

/// <summary>A question's terms against the record: which of them are searched for, and how high a record could score.</summary>
/// <param name="Terms">The terms, rarest first.</param>
/// <param name="Ceiling">The BM25 that no record could exceed, above 0; terms that no record holds count as the rarest. 0 without terms.</param>
/// <param name="MeanLength">Terms of a record in the mean, above 0.</param>
internal sealed record WordQuestion(IReadOnlyList<SearchedTerm> Terms, double Ceiling, double MeanLength)
{
    /// <summary>A term counts at most this + 1 times its rarity, however often a record says it (BM25's k1).</summary>
    public const double Saturation = 1.2;

    // A term said often weighs more; beyond 8 nothing changed on any set measured.
    private const int MostRepeats = 8;

    // How many hold a term is counted beforehand (TermFrequencies), save for terms that came since: those few are counted here.
    private const string Holders = """
        SELECT t.term, coalesce(f.records, c.records) FROM unnest($1, $2) t(term, query)
        LEFT JOIN term_frequencies f ON f.term = t.term
        LEFT JOIN LATERAL (
            SELECT (SELECT count(*) FROM memori_metadata m WHERE m.words @@ t.query::tsquery)
                + (SELECT count(*) FROM further_terms w WHERE w.words @@ t.query::tsquery) AS records) c ON f.term IS NULL
        WHERE coalesce(f.records, c.records) > 0
        """;

    /// <summary>Reads how rare each term of a text is and keeps the rarest (<see cref="Limits.QueryTerms"/>) of those that the record holds.</summary>
    public static async Task<WordQuestion> OfAsync(PostgresSession session, string text)
    {
        var said = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in OpsTokenizer.Terms(text).Where(IsWellFormed))
            said[term] = said.GetValueOrDefault(term) + 1;
        session.Ct.ThrowIfCancellationRequested();
        string[] terms = [.. said.Keys];
        var counted = CounterRows.Ask(session);
        var held = await session.QueryAsync(Holders, row => (Term: row.GetString(0), Records: row.GetInt64(1)), terms, terms.Select(Quoted).ToArray()).ConfigureAwait(false);
        var counters = counted.First!;
        var searched = held.OrderBy(term => term.Records).ThenBy(term => term.Term, StringComparer.Ordinal).Take(Limits.QueryTerms)
            .Select(term => new SearchedTerm(term.Term, term.Records, Times(said[term.Term]) * Rarity(term.Records, counters.Records))).ToList();
        foreach (var (term, _) in held)
            said.Remove(term);

        // Of a long question only a part of the known terms is searched for; its unknown terms count in the same part.
        var part = held.Count == 0 ? 1 : (double)searched.Count / held.Count;
        var highest = searched.Sum(term => term.Weight) + (part * Rarity(0, counters.Records) * said.Values.Sum(Times));
        return new WordQuestion(searched, highest * (Saturation + 1), Math.Max(1, (double)counters.Terms / Math.Max(1, counters.Records)));
    }

    /// <summary>The records that hold one of some terms, as a tsquery in which nothing is an operator but ours.</summary>
    public static string AnyOf(IEnumerable<SearchedTerm> terms) => string.Join(" | ", terms.Select(term => Quoted(term.Term)));

    private static string Quoted(string term) =>
        $"'{term.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    // Half a surrogate pair cannot be sent, and no record that was taken in holds one; it shows as U+FFFD, which no term has.
    private static bool IsWellFormed(string term) => term.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);

    // As the embedded store has it: https://www.sqlite.org/fts5.html#the_bm25_function.
    private static double Rarity(long holders, long records) => Math.Max(1e-6, Math.Log((Math.Max(0, records - holders) + .5) / (holders + .5)));

    private static int Times(int said) => Math.Min(said, MostRepeats);
}
