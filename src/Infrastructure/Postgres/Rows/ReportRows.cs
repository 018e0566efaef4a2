using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Reports of fixes. What a report says in the fix's own words is not stored twice.</summary>
internal static class ReportRows
{
    // By fix and instant, by source, or by the report's own id, which comes again when its sender did not learn that it was taken.
    private const string Repeats = """
        SELECT true WHERE
            ($2 AND EXISTS (SELECT FROM reports WHERE fix = $1 AND ts = $3 AND ts_given AND agent IS NOT DISTINCT FROM $4 AND success IS NOT DISTINCT FROM $5))
            OR ($6::text IS NOT NULL AND EXISTS (SELECT FROM reports WHERE source_id = $6 AND source IS NOT DISTINCT FROM $7 AND fix = $1 AND told = $8))
            OR EXISTS (SELECT FROM reports WHERE id = $9 AND fix = $1)
        """;

    /// <summary>Gathers the question whether exactly this was said of the fix before (contract 2); it then changes nothing.</summary>
    public static Asked<bool> AskRepeat(PostgresSession session, StoredFix fix, FixReport report) => session.Ask(
        Repeats, _ => true, fix.Id, report.TsGiven, report.Ts, report.Agent, report.Success, report.SourceId, report.Source, Told(fix.SolutionHash, report), report.Id);

    /// <summary>What is held while an entry of another system is told; null when the report names none.</summary>
    public static string? LockName(FixReport report) => ReportColumns.NamesSource(report) ? $"source:{report.Source}\n{report.SourceId}" : null;

    /// <summary>Gathers the question for the fix that this entry of another system told newest.</summary>
    public static Asked<Guid>? AskFixOfSource(PostgresSession session, FixReport report) => !ReportColumns.NamesSource(report) ? null : session.Ask(
        "SELECT fix FROM reports WHERE source_id = $1 AND source = $2 ORDER BY place DESC LIMIT 1", row => row.GetGuid(0), report.SourceId, report.Source);

    public static Task<bool> ExistsAsync(PostgresSession session, Guid id) => session.ExistsAsync("SELECT FROM reports WHERE id = $1", id);

    public static Task<long> CountOfAsync(PostgresSession session, Guid fix) =>
        session.FirstAsync("SELECT count(*) FROM reports WHERE fix = $1", row => row.GetInt64(0), fix);

    /// <summary>Gathers the question for the newest reports of a fix, newest first, ties by id.</summary>
    public static Asked<FixReport> AskNewestOf(PostgresSession session, StoredFix fix, int limit)
    {
        var own = FixWords.Of(fix.Fix);
        return session.Ask($"SELECT {ReportColumns.Names} FROM reports r WHERE r.fix = $1 ORDER BY r.ts DESC, r.id LIMIT $2", row => ReportColumns.Read(row, 0, own), fix.Id, limit);
    }

    /// <summary>Gathers the question for all reports of some fixes, newest first, ties by id.</summary>
    public static Asked<(Guid FixId, FixReport Report)> AskOf(PostgresSession session, IReadOnlyDictionary<Guid, StoredFix> fixes) => session.Ask(
        $"SELECT r.fix, {ReportColumns.Names} FROM reports r WHERE r.fix = ANY($1) ORDER BY r.ts DESC, r.id",
        row => (row.GetGuid(0), ReportColumns.Read(row, 1, FixWords.Of(fixes[row.GetGuid(0)].Fix))), fixes.Keys.ToArray());

    /// <summary>Reports after an id, by id, with the fix each belongs to.</summary>
    /// <remarks>The fixes' own rows are not verified again: the copy this is for reads each of them whole before, in the same snapshot.</remarks>
    public static Task<List<(Guid FixId, FixReport Report)>> AfterAsync(PostgresSession session, Guid id, int limit) => session.QueryAsync(
        $"""
        SELECT m.id, m.fingerprint, m.issue, m.solution, {ReportColumns.Names} FROM reports r JOIN memori_metadata m ON m.id = r.fix
        WHERE r.id > $1 ORDER BY r.id LIMIT $2
        """,
        row => (row.GetGuid(0), ReportColumns.Read(row, 4, new FixWords(Fingerprint.Parse(row.GetString(1)), row.GetString(2), row.GetString(3)))), id, limit);

    public static void Insert(WriteSession session, StoredFix fix, FixReport report)
    {
        var (issueKind, issue, solution) = ReportColumns.WordsOf(report, fix.Fix);
        Arg[] values =
        [
            report.Id, report.Ts, report.TsGiven, report.Success, report.Inferred, report.Agent, report.Scope.Service, report.Scope.Server,
            report.Scope.Environment, report.Scope.Version, report.Source, report.SourceId, Told(fix.SolutionHash, report), TagArray.Of(report.Tags),
            report.Metadata?.Json, issueKind, issue, solution,
        ];
        session.Run(
            """
            INSERT INTO reports (fix, fingerprint, id, ts, ts_given, success, inferred, agent, service, server, environment, version, source, source_id,
                told, tags, metadata, issue_kind, issue, solution, content_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            """,
            [fix.Id, report.Fingerprint.Value, .. values, RowHash.Of(values)]);
    }

    public static void DeleteOf(WriteSession session, Guid fix) => session.Run("DELETE FROM reports WHERE fix = $1", fix);

    // The content of a telling: all it says but when it was told and under which id.
    private static byte[] Told(byte[] solutionHash, FixReport report) => RowHash.Of(
        report.IssueText, solutionHash, report.Success, report.Agent, report.Scope.Service, report.Scope.Server,
        report.Scope.Environment, report.Scope.Version, TagArray.Of(report.Tags), report.Metadata?.Json);
}
