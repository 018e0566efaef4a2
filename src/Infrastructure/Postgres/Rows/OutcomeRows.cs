using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Outcomes of fixes, counted or not.</summary>
internal static class OutcomeRows
{
    // Unknown, attempted or worked, as somebody said it: what the end of an episode gave is no application.
    private const string Applied = "o.kind IN (0, 1, 2) AND o.evidence <> 3";

    // Attempted and unknown count neither way, so they never stand in the way of the result that follows them ($2: it is conclusive itself).
    // Without a name, two calls cannot be told to be one agent's.
    private const string Counts = """
        SELECT true WHERE EXISTS (
            SELECT FROM outcomes WHERE recall_id = $3 AND fix = $1 AND counted AND (NOT $2 OR kind IN (2, 3, 4)))
        OR EXISTS (
            SELECT FROM outcomes WHERE application_id = $4 AND fix = $1 AND counted AND (NOT $2 OR kind IN (2, 3, 4)))
        OR ($3 IS NULL AND $4 IS NULL AND $5::text IS NOT NULL AND EXISTS (
            SELECT FROM outcomes WHERE fix = $1 AND ts > $7 AND ts < $8 AND counted AND agent = $5 AND server IS NOT DISTINCT FROM $6
            AND recall_id IS NULL AND application_id IS NULL AND (NOT $2 OR kind IN (2, 3, 4))))
        """;

    /// <summary>Gathers the question whether the application an outcome is about has been counted already (contract 3).</summary>
    public static Asked<bool> AskCounted(PostgresSession session, Guid fix, OutcomeReport outcome) => session.Ask(
        Counts, _ => true, fix, outcome.IsConclusive, outcome.RecallId, outcome.ApplicationId, outcome.Agent, outcome.Scope.Server,
        outcome.Ts - OutcomeReport.SameApplicationMilliseconds, outcome.Ts + OutcomeReport.SameApplicationMilliseconds);

    /// <summary>Whether it has been counted already.</summary>
    public static async Task<bool> IsCountedAsync(PostgresSession session, Guid fix, OutcomeReport outcome)
    {
        var asked = AskCounted(session, fix, outcome);
        await session.SendAsync().ConfigureAwait(false);
        return asked.First;
    }

    /// <summary>Gathers the question whether an outcome was entered before, and if so, whether it counted.</summary>
    public static Asked<bool?> AskEntered(PostgresSession session, Guid id) =>
        session.Ask("SELECT counted FROM outcomes WHERE id = $1", row => (bool?)row.GetBoolean(0), id);

    public static Task<bool> ExistsAsync(PostgresSession session, Guid id) => session.ExistsAsync("SELECT FROM outcomes WHERE id = $1", id);

    /// <summary>The newest counted success of a fix at a place, not after an instant; null when there is none.</summary>
    public static Task<OutcomePlace?> LastWorkedAsync(PostgresSession session, Guid fix, string place, long until) => session.FirstAsync(
        """
        SELECT ts, service, server, environment, version FROM outcomes
        WHERE fix = $1 AND ts <= $2 AND kind = $3 AND counted AND coalesce(server, service) = $4 ORDER BY ts DESC LIMIT 1
        """,
        OutcomeColumns.ReadPlace, fix, until, (int)OutcomeKind.Worked, place);

    /// <summary>Gathers the question for the fix last applied in an episode that has ended (contract 8).</summary>
    public static Asked<AppliedFix> AskAppliedIn(PostgresSession session, Episode episode) => session.Ask(
        $"""
        SELECT a.id, a.service, a.server, a.environment, a.version FROM (
            (SELECT 0 AS rank, m.id, o.service, o.server, o.environment, o.version FROM outcomes o JOIN memori_metadata m ON m.id = o.fix
                WHERE o.episode_id = $1 AND {Applied} ORDER BY o.ts DESC, o.id DESC LIMIT 1)
            UNION ALL
            (SELECT 1, m.id, o.service, o.server, o.environment, o.version FROM memori_metadata m JOIN outcomes o ON o.fix = m.id
                WHERE m.kind = 0 AND m.fingerprint = $2 AND o.ts >= $3 AND o.ts <= $4 AND coalesce(o.server, o.service) = $5::text AND o.episode_id IS NULL AND {Applied}
                ORDER BY o.ts DESC, o.id DESC LIMIT 1)) a
        ORDER BY a.rank LIMIT 1
        """,
        AppliedFix.Read, episode.Id, episode.Fingerprint.Value, episode.StartedAt, episode.EndedAt, episode.Place);

    /// <summary>Gathers the question for the newest outcomes of a fix, newest first, ties by id.</summary>
    public static Asked<OutcomeEntry> AskNewestOf(PostgresSession session, Guid fix, int limit) => session.Ask(
        $"SELECT {OutcomeColumns.Names} FROM outcomes o WHERE o.fix = $1 ORDER BY o.ts DESC, o.id LIMIT $2", row => OutcomeColumns.Read(row, 0, fix), fix, limit);

    /// <summary>Outcomes after an id, by id.</summary>
    public static Task<List<OutcomeEntry>> AfterAsync(PostgresSession session, Guid id, int limit) => session.QueryAsync(
        $"SELECT o.fix, {OutcomeColumns.Names} FROM outcomes o WHERE o.id > $1 ORDER BY o.id LIMIT $2", row => OutcomeColumns.Read(row, 1, row.GetGuid(0)), id, limit);

    public static void Insert(WriteSession session, Guid fix, OutcomeReport outcome, bool counted)
    {
        Arg[] values =
        [
            outcome.Id, outcome.Ts, (int)outcome.Kind, counted, (int)outcome.Evidence.Kind, outcome.Agent, outcome.Scope.Service, outcome.Scope.Server,
            outcome.Scope.Environment, outcome.Scope.Version, outcome.RecallId, outcome.ApplicationId, outcome.EpisodeId, outcome.Evidence.Note,
        ];
        session.Run(
            """
            INSERT INTO outcomes (fix, id, ts, kind, counted, evidence, agent, service, server, environment, version, recall_id, application_id,
                episode_id, note, content_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            [fix, .. values, RowHash.Of(values)]);
        session.Count("outcomes", 1);
    }

    /// <summary>Deletes all outcomes of a fix.</summary>
    public static async Task DeleteOfAsync(WriteSession session, Guid fix) =>
        session.Count("outcomes", -await session.RunNowAsync("DELETE FROM outcomes WHERE fix = $1", fix).ConfigureAwait(false));
}
