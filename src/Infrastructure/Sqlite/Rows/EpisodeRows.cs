using Microsoft.Data.Sqlite;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>An episode and the row it is in.</summary>
internal sealed record StoredEpisode(long Rid, Episode Episode);

/// <summary>Episodes, their occurrences, and the fixes whose success did not last.</summary>
internal static class EpisodeRows
{
    private const string Columns = $"e.rid, {EpisodeColumns.Names}";

    /// <summary>The open episode of an issue at a place, or null.</summary>
    public static StoredEpisode? Open(SqliteSession session, Fingerprint fingerprint, string? place) => session.First(
        $"SELECT {Columns} FROM episodes e WHERE e.fingerprint = ?1 AND coalesce(e.place, '') = ?2 AND e.ended_at IS NULL", Read, fingerprint.Value, place ?? "");

    /// <summary>The open episode of an issue at a place; else the one that was recorded last; null when there never was one.</summary>
    public static StoredEpisode? Newest(SqliteSession session, EpisodePlace at) => session.First(
        $"SELECT {Columns} FROM episodes e WHERE e.fingerprint = ?1 AND coalesce(e.place, '') = ?2 ORDER BY e.ended_at IS NOT NULL, e.id DESC LIMIT 1",
        Read, at.Fingerprint.Value, at.Place ?? "");

    public static bool Exists(SqliteSession session, Guid id) => session.Exists("SELECT 1 FROM episodes WHERE id = ?1", id);

    /// <summary>Whether an issue was ever seen.</summary>
    public static bool Knows(SqliteSession session, Fingerprint fingerprint) =>
        session.Exists("SELECT 1 FROM episodes WHERE fingerprint = ?1", fingerprint.Value);

    /// <summary>Episodes after an id, by id.</summary>
    public static List<StoredEpisode> After(SqliteSession session, Guid id, int limit) =>
        session.Query($"SELECT {Columns} FROM episodes e WHERE e.id > ?1 ORDER BY e.id LIMIT ?2", Read, id, limit);

    public static StoredEpisode Insert(WriteSession session, Episode episode)
    {
        var values = Values(episode);
        session.Run(
            """
            INSERT INTO episodes (id, fingerprint, place, service, server, source, started_at, last_seen_at, ended_at, count, content_hash)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """,
            [.. values, RowHash.Of(values)]);
        return new StoredEpisode(session.LastRowId, episode);
    }

    public static void Update(WriteSession session, StoredEpisode before, Episode after)
    {
        var values = Values(after);
        session.Run(
            "UPDATE episodes SET started_at = ?2, last_seen_at = ?3, ended_at = ?4, count = ?5, content_hash = ?6 WHERE rid = ?1",
            [before.Rid, .. values.AsSpan(6, 4), RowHash.Of(values)]);
    }

    /// <summary>An episode by its id, or null.</summary>
    public static StoredEpisode? ById(SqliteSession session, Guid id) => session.First($"SELECT {Columns} FROM episodes e WHERE e.id = ?1", Read, id);

    /// <summary>Adds the <paramref name="n"/>-th occurrence of an episode; one that is there stays as it is.</summary>
    /// <returns>False when it was there.</returns>
    public static bool Saw(WriteSession session, StoredEpisode stored, long n, long ts) => session.Run(
        "INSERT INTO occurrences (episode, n, ts, fingerprint, server) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        stored.Rid, n, ts, stored.Episode.Fingerprint.Value, stored.Episode.Server) == 1;

    /// <summary>Occurrences of an episode after the <paramref name="n"/>-th, in their order: which one it is, and when it was seen.</summary>
    public static List<(long N, long Ts)> SeenAfter(SqliteSession session, long rid, long n, int limit) => session.Query(
        "SELECT n, ts FROM occurrences WHERE episode = ?1 AND n > ?2 ORDER BY n LIMIT ?3", row => (row.GetInt64(0), row.GetInt64(1)), rid, n, limit);

    /// <summary>Notes that an issue came back after a fix in an episode.</summary>
    /// <returns>False when that was noted before.</returns>
    public static bool CameBack(WriteSession session, Guid episode, Guid fix) =>
        session.Run("INSERT INTO episode_returns (episode, fix) VALUES (?1, ?2) ON CONFLICT DO NOTHING", episode, fix) == 1;

    /// <summary>Fixes that did not last before an episode, by id.</summary>
    public static List<Guid> ReturnsOf(SqliteSession session, Guid episode) => session.Query(
        "SELECT fix FROM episode_returns WHERE episode = ?1 ORDER BY fix", row => new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true), episode);

    private static StoredEpisode Read(SqliteDataReader row) => new(row.GetInt64(0), EpisodeColumns.Read(row, 1));

    private static object?[] Values(Episode episode) =>
    [
        episode.Id, episode.Fingerprint.Value, episode.Place, episode.Service, episode.Server, episode.Source,
        episode.StartedAt, episode.LastSeenAt, episode.EndedAt, episode.Count,
    ];
}
