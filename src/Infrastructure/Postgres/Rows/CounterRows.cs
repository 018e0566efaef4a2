using Npgsql;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>
/// Counters that the writes keep in their own transactions. A row for every connection (nearly): in one row for all, each commit would wait
/// for the flush of the one before it.
/// </summary>
internal static class CounterRows
{
    /// <summary>Names of the counters, which are columns.</summary>
    public static readonly string[] Names = ["fixes", "memories", "outcomes", "agents", "worked", "failed", "inconclusive", "waiting", "terms"];

    private const string Sums = """
        SELECT coalesce(sum(fixes), 0)::bigint, coalesce(sum(memories), 0)::bigint, coalesce(sum(outcomes), 0)::bigint, coalesce(sum(agents), 0)::bigint,
            coalesce(sum(worked), 0)::bigint, coalesce(sum(failed), 0)::bigint, coalesce(sum(inconclusive), 0)::bigint, coalesce(sum(waiting), 0)::bigint,
            coalesce(sum(terms), 0)::bigint
        FROM counters
        """;

    private const string Sum = """
        INSERT INTO counters AS c (slot, fixes, memories, outcomes, agents, worked, failed, inconclusive, waiting, terms)
        VALUES (pg_backend_pid() % 256, $1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (slot) DO UPDATE SET fixes = c.fixes + $1, memories = c.memories + $2, outcomes = c.outcomes + $3, agents = c.agents + $4,
            worked = c.worked + $5, failed = c.failed + $6, inconclusive = c.inconclusive + $7, waiting = c.waiting + $8, terms = c.terms + $9
        """;

    /// <summary>Gathers what a transaction counted: last, so that the row is held as short as can be.</summary>
    public static void Add(PostgresSession session, IReadOnlyDictionary<string, long> counts)
    {
        if (counts.Values.Any(by => by != 0))
            session.Run(Sum, [.. Names.Select(name => (Arg)counts.GetValueOrDefault(name))]);
    }

    /// <summary>Gathers the question for all counters.</summary>
    public static Asked<Counters> Ask(PostgresSession session) => session.Ask(Sums, Read);

    /// <summary>All counters.</summary>
    public static async Task<Counters> AllAsync(PostgresSession session) => (await session.FirstAsync(Sums, Read).ConfigureAwait(false))!;

    private static Counters Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8));
}

/// <summary>What is counted of the record.</summary>
internal sealed record Counters(
    long Fixes, long Memories, long Outcomes, long Agents, long Worked, long Failed, long Inconclusive, long Waiting, long Terms)
{
    /// <summary>Fixes and memories.</summary>
    public long Records => Fixes + Memories;
}
