using ObsControlPlane.Infrastructure.Postgres.Rows;

namespace ObsControlPlane.Infrastructure.Postgres.Searching;

/// <summary>
/// How many records hold each term, counted now and then. In a small record it is counted when it is asked for; in a large one that would
/// cost most for the words that say least.
/// </summary>
internal static class TermFrequencies
{
    private const string LockName = "term frequencies";

    // Below this many records a question counts for itself.
    private const long Fewest = 5_000;

    // Counted anew when the record has grown by this part: what a rarity is off by then changes no order that matters.
    private const double Growth = 1.1;

    /// <summary>Counts the terms anew when that is due; one process does it.</summary>
    /// <returns>True when they were counted.</returns>
    public static Task<bool> CountDueAsync(PostgresStore store, CancellationToken ct) => store.WriteAsync(
        "count the terms",
        async session =>
        {
            var counted = CounterRows.Ask(session);
            var last = await session.FirstAsync("SELECT terms_counted_at FROM heartbeat", row => row.GetInt64(0)).ConfigureAwait(false);
            var records = counted.First!.Records;
            if (records < Fewest || records < last * Growth)
                return false;
            if (!await session.FirstAsync("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", row => row.GetBoolean(0), LockName).ConfigureAwait(false))
                return false;
            session.Run("SET LOCAL statement_timeout = 0");
            session.Run("DELETE FROM term_frequencies");
            session.Run("INSERT INTO term_frequencies (term, records) SELECT word, ndoc FROM ts_stat('SELECT words FROM memori_metadata')");
            session.Run("UPDATE heartbeat SET terms_counted_at = $1", records);
            return true;
        },
        ct);
}
