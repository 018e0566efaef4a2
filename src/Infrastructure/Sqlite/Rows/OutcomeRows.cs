using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Outcomes of fixes, counted or not.</summary>
internal static class OutcomeRows
{
    // Attempted and unknown count neither way, so they never stand in the way of the result that follows them.
    private const string Conclusive = "kind IN (2, 3, 4)";

    // Unknown, attempted or worked, as somebody said it: what the end of an episode gave is no application.
    private const string Applied = "o.kind IN (0, 1, 2) AND o.evidence <> 3";

    /// <summary>Whether the application an outcome is about has been counted already (contract 3).</summary>
    public static bool IsCounted(SqliteSession session, long fix, OutcomeReport outcome)
    {
        var weighs = outcome.IsConclusive ? $" AND {Conclusive}" : "";
        if (outcome.RecallId is { } recall && session.Exists(
            $"SELECT 1 FROM outcomes WHERE recall_id = ?1 AND fix = ?2 AND counted = 1{weighs}", recall, fix))
        {
            return true;
        }

        if (outcome.ApplicationId is { } application && session.Exists(
            $"SELECT 1 FROM outcomes WHERE application_id = ?1 AND fix = ?2 AND counted = 1{weighs}", application, fix))
        {
            return true;
        }

        // Without a name, two calls cannot be told to be one agent's.
        return !outcome.HasOwnId && outcome.Agent is not null && session.Exists(
            $"""
            SELECT 1 FROM outcomes
            WHERE fix = ?1 AND ts > ?2 AND ts < ?3 AND counted = 1 AND agent = ?4 AND server IS ?5 AND recall_id IS NULL AND application_id IS NULL{weighs}
            """,
            fix, outcome.Ts - OutcomeReport.SameApplicationMilliseconds, outcome.Ts + OutcomeReport.SameApplicationMilliseconds,
            outcome.Agent, outcome.Scope.Server);
    }

    public static bool Exists(SqliteSession session, Guid id) => session.Exists("SELECT 1 FROM outcomes WHERE id = ?1", id);

    /// <summary>The newest counted success of a fix at a place, not after an instant; null when there is none.</summary>
    public static OutcomePlace? LastWorked(SqliteSession session, long fix, string place, long until) => session.First(
        """
        SELECT ts, service, server, environment, version FROM outcomes
        WHERE fix = ?1 AND ts <= ?2 AND kind = ?3 AND counted = 1 AND coalesce(server, service) = ?4 ORDER BY ts DESC LIMIT 1
        """,
        OutcomeColumns.ReadPlace, fix, until, OutcomeKind.Worked, place);

    /// <summary>The fix last applied in an episode that has ended (contract 8); null when none was.</summary>
    public static AppliedFix? AppliedIn(SqliteSession session, Episode episode) => session.First(
        $"""
        SELECT m.id, o.service, o.server, o.environment, o.version FROM outcomes o JOIN memori_metadata m ON m.rid = o.fix
        WHERE o.episode_id = ?1 AND {Applied} ORDER BY o.ts DESC, o.id DESC LIMIT 1
        """,
        AppliedFix.Read, episode.Id) ?? (episode.Place is not { } place ? null : session.First(
        $"""
        SELECT m.id, o.service, o.server, o.environment, o.version FROM memori_metadata m INDEXED BY fix_identity CROSS JOIN outcomes o ON o.fix = m.rid
        WHERE m.kind = 0 AND m.fingerprint = ?1 AND o.ts >= ?2 AND o.ts <= ?3 AND coalesce(o.server, o.service) = ?4 AND o.episode_id IS NULL AND {Applied}
        ORDER BY o.ts DESC, o.id DESC LIMIT 1
        """,
        AppliedFix.Read, episode.Fingerprint.Value, episode.StartedAt, episode.EndedAt, place));

    /// <summary>The newest outcomes of a fix, newest first, ties by id.</summary>
    public static List<OutcomeEntry> NewestOf(SqliteSession session, StoredFix fix, int limit) => session.Query(
        $"SELECT {OutcomeColumns.Names} FROM outcomes o WHERE o.fix = ?1 ORDER BY o.ts DESC, o.id LIMIT ?2", row => OutcomeColumns.Read(row, 0, fix.Fix.Id), fix.Rid, limit);

    /// <summary>Outcomes after an id, by id.</summary>
    public static List<OutcomeEntry> After(SqliteSession session, Guid id, int limit) => session.Query(
        $"SELECT m.id, {OutcomeColumns.Names} FROM outcomes o JOIN memori_metadata m ON m.rid = o.fix WHERE o.id > ?1 ORDER BY o.id LIMIT ?2",
        row => OutcomeColumns.Read(row, 1, new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true)), id, limit);

    public static void Insert(WriteSession session, long fix, OutcomeReport outcome, bool counted)
    {
        object?[] values =
        [
            outcome.Id, outcome.Ts, outcome.Kind, counted, outcome.Evidence.Kind, outcome.Agent, outcome.Scope.Service, outcome.Scope.Server,
            outcome.Scope.Environment, outcome.Scope.Version, outcome.RecallId, outcome.ApplicationId, outcome.EpisodeId, outcome.Evidence.Note,
        ];
        session.Run(
            """
            INSERT INTO outcomes (fix, id, ts, kind, counted, evidence, agent, service, server, environment, version, recall_id, application_id,
                episode_id, note, content_hash)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """,
            [fix, .. values, RowHash.Of(values)]);
        session.Count("outcomes", 1);
    }

    public static void DeleteOf(WriteSession session, long fix) =>
        session.Count("outcomes", -session.Run("DELETE FROM outcomes WHERE fix = ?1", fix));
}
