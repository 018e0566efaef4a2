using Npgsql;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Episodes, their occurrences, and the fixes whose success did not last. Whoever writes them holds the issue's name.</summary>
internal static class EpisodeRows
{
    /// <summary>Gathers the question for the open episode of an issue at a place.</summary>
    public static Asked<Episode> AskOpen(PostgresSession session, Fingerprint fingerprint, string? place) => session.Ask(
        $"SELECT {EpisodeColumns.Names} FROM episodes e WHERE e.fingerprint = $1 AND coalesce(e.place, '') = $2 AND e.ended_at IS NULL", Read, fingerprint.Value, place ?? "");

    /// <summary>The open episode of an issue at a place, or null.</summary>
    public static async Task<Episode?> OpenAsync(PostgresSession session, Fingerprint fingerprint, string? place)
    {
        var asked = AskOpen(session, fingerprint, place);
        await session.SendAsync().ConfigureAwait(false);
        return asked.First;
    }

    /// <summary>Gathers the question for the open episode of each issue at a place; else the one that was recorded last. Places without any are left out.</summary>
    public static Asked<Episode> AskNewest(PostgresSession session, IReadOnlyList<EpisodePlace> places) => session.Ask(
        $"""
        SELECT {EpisodeColumns.Names} FROM unnest($1, $2) p(fingerprint, place) CROSS JOIN LATERAL (
            SELECT * FROM episodes x WHERE x.fingerprint = p.fingerprint AND coalesce(x.place, '') = p.place ORDER BY x.ended_at IS NOT NULL, x.id DESC LIMIT 1) e
        """,
        Read, places.Select(at => at.Fingerprint.Value).ToArray(), places.Select(at => at.Place ?? "").ToArray());

    /// <summary>Whether an issue was ever seen.</summary>
    public static Task<bool> KnowsAsync(PostgresSession session, Fingerprint fingerprint) =>
        session.ExistsAsync("SELECT FROM episodes WHERE fingerprint = $1 LIMIT 1", fingerprint.Value);

    /// <summary>An episode by its id, or null.</summary>
    public static Task<Episode?> ByIdAsync(PostgresSession session, Guid id) => session.FirstAsync($"SELECT {EpisodeColumns.Names} FROM episodes e WHERE e.id = $1", Read, id);

    /// <summary>Episodes after an id, by id.</summary>
    public static Task<List<Episode>> AfterAsync(PostgresSession session, Guid id, int limit) =>
        session.QueryAsync($"SELECT {EpisodeColumns.Names} FROM episodes e WHERE e.id > $1 ORDER BY e.id LIMIT $2", Read, id, limit);

    public static void Insert(WriteSession session, Episode episode)
    {
        var values = Values(episode);
        session.Run(
            """
            INSERT INTO episodes (id, fingerprint, place, service, server, source, started_at, last_seen_at, ended_at, count, content_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [.. values, RowHash.Of(values)]);
    }

    public static void Update(WriteSession session, Episode after)
    {
        var values = Values(after);
        session.Run(
            "UPDATE episodes SET started_at = $2, last_seen_at = $3, ended_at = $4, count = $5, content_hash = $6 WHERE id = $1",
            [after.Id, .. values[6..10], RowHash.Of(values)]);
    }

    /// <summary>Gathers the adding of occurrences of an episode from the <paramref name="first"/>-th on; one that is there stays as it is.</summary>
    /// <returns>The step, whose rows are those that were not there.</returns>
    public static Step Saw(WriteSession session, Episode episode, long first, params long[] seen) => session.Run(
        """
        INSERT INTO occurrences (episode, n, ts, fingerprint, server)
        SELECT $1, $2 + s.place - 1, s.ts, $4, $5 FROM unnest($3) WITH ORDINALITY s(ts, place) ON CONFLICT DO NOTHING
        """,
        episode.Id, first, seen, episode.Fingerprint.Value, episode.Server);

    /// <summary>Occurrences of an episode after the <paramref name="n"/>-th, in their order: which one it is, and when it was seen.</summary>
    public static Task<List<(long N, long Ts)>> SeenAfterAsync(PostgresSession session, Guid episode, long n, int limit) => session.QueryAsync(
        "SELECT n, ts FROM occurrences WHERE episode = $1 AND n > $2 ORDER BY n LIMIT $3", row => (row.GetInt64(0), row.GetInt64(1)), episode, n, limit);

    /// <summary>Notes that an issue came back after a fix in an episode.</summary>
    /// <returns>False when that was noted before.</returns>
    public static async Task<bool> CameBackAsync(WriteSession session, Guid episode, Guid fix) => await session.RunNowAsync(
        "INSERT INTO episode_returns (episode, fix) VALUES ($1, $2) ON CONFLICT DO NOTHING", episode, fix).ConfigureAwait(false) == 1;

    /// <summary>Fixes that did not last before an episode, by id.</summary>
    public static Task<List<Guid>> ReturnsOfAsync(PostgresSession session, Guid episode) => session.QueryAsync(
        "SELECT fix FROM episode_returns WHERE episode = $1 ORDER BY fix", row => row.GetGuid(0), episode);

    private static Episode Read(NpgsqlDataReader row) => EpisodeColumns.Read(row, 0);

    private static Arg[] Values(Episode episode) =>
    [
        episode.Id, episode.Fingerprint.Value, episode.Place, episode.Service, episode.Server, episode.Source,
        episode.StartedAt, episode.LastSeenAt, episode.EndedAt, episode.Count,
    ];
}
