using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Ids that stand for another record (merged twins) or for none any more (erased).</summary>
internal static class Tombstones
{
    /// <summary>The record a twin was merged into, or null when the id is no twin's.</summary>
    public static async Task<Guid?> TargetAsync(PostgresSession session, Guid twin)
    {
        var found = await session.QueryAsync("SELECT id FROM aliases WHERE twin = $1", row => row.GetGuid(0), twin).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>The ids that some ids stand for, where that is another one.</summary>
    public static async Task<Dictionary<Guid, Guid>> TargetsAsync(PostgresSession session, IEnumerable<Guid> ids)
    {
        var found = await session.QueryAsync(
            "SELECT twin, id FROM aliases WHERE twin = ANY($1)", row => (Twin: row.GetGuid(0), Id: row.GetGuid(1)), ids.ToArray()).ConfigureAwait(false);
        return found.ToDictionary(pair => pair.Twin, pair => pair.Id);
    }

    /// <summary>Gathers the merging: a twin's id stands for another record, wherever it is named.</summary>
    public static void Merge(WriteSession session, Guid twin, Guid into) => session.Run("INSERT INTO aliases (twin, id) VALUES ($1, $2)", twin, into);

    /// <summary>Twins and what they were merged into, after an id, by id.</summary>
    public static Task<List<(Guid Twin, Guid Into)>> TwinsAfterAsync(PostgresSession session, Guid id, int limit) => session.QueryAsync(
        "SELECT twin, id FROM aliases WHERE twin > $1 ORDER BY twin LIMIT $2", row => (row.GetGuid(0), row.GetGuid(1)), id, limit);

    /// <summary>Gathers the question whether a record was erased.</summary>
    public static Asked<bool> AskErased(PostgresSession session, RecordKind kind, Guid id) =>
        session.Ask("SELECT true FROM erased WHERE id = $1 AND kind = $2", _ => true, id, (int)kind);

    public static async Task<bool> IsErasedAsync(PostgresSession session, RecordKind kind, Guid id)
    {
        var asked = AskErased(session, kind, id);
        await session.SendAsync().ConfigureAwait(false);
        return asked.First;
    }

    /// <exception cref="DomainException">The record was erased.</exception>
    public static async Task ThrowIfErasedAsync(PostgresSession session, RecordKind kind, Guid id) =>
        Erasure.ThrowIf(await IsErasedAsync(session, kind, id).ConfigureAwait(false), kind);

    /// <summary>Marks an id, and every twin merged into it, as erased.</summary>
    /// <param name="session">The session.</param>
    /// <param name="kind">Fix or memory.</param>
    /// <param name="id">The record.</param>
    /// <param name="rid">The row that it had; 0 when it had none here.</param>
    /// <param name="now">When, epoch milliseconds.</param>
    public static async Task BuryAsync(WriteSession session, RecordKind kind, Guid id, long rid, long now)
    {
        session.Run(
            """
            INSERT INTO erased (id, kind, erased_at, revision, rid)
            SELECT twin, $2, $3, $4, 0 FROM aliases WHERE id = $1 UNION ALL SELECT $1, $2, $3, $4, $5 ON CONFLICT DO NOTHING
            """,
            id, (int)kind, now, await session.NextRevisionAsync().ConfigureAwait(false), rid);
        session.Run("DELETE FROM aliases WHERE id = $1", id);
        if (kind == RecordKind.Fix)
            OutboxRows.AddErased(session, id);
    }

    /// <summary>Erased ids after an id, by id.</summary>
    public static Task<List<ExportedErasure>> ErasedAfterAsync(PostgresSession session, Guid id, int limit) => session.QueryAsync(
        "SELECT kind, id, erased_at FROM erased WHERE id > $1 ORDER BY id LIMIT $2",
        row => new ExportedErasure((RecordKind)row.GetInt16(0), row.GetGuid(1), row.GetInt64(2)), id, limit);
}
