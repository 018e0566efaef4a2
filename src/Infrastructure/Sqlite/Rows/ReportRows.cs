using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Reports of fixes. What a report says in the fix's own words is not stored twice.</summary>
internal static class ReportRows
{
    /// <summary>Whether exactly this was said of the fix before (contract 2); it then changes nothing.</summary>
    public static bool IsRepeat(SqliteSession session, StoredFix fix, FixReport report)
    {
        // One that was taken and whose answer was lost arrives again as it is.
        if (Exists(session, report.Id))
            return true;
        if (report.TsGiven && session.Exists(
            "SELECT 1 FROM reports WHERE fix = ?1 AND ts = ?2 AND ts_given = 1 AND agent IS ?3 AND success IS ?4", fix.Rid, report.Ts, report.Agent, report.Success))
        {
            return true;
        }

        return report.SourceId is not null && session.Exists(
            "SELECT 1 FROM reports WHERE source_id = ?1 AND source IS ?2 AND fix = ?3 AND told = ?4", report.SourceId, report.Source, fix.Rid, Told(fix, report));
    }

    /// <summary>The fix that this entry of another system told newest, or null.</summary>
    public static long? FixOfSource(SqliteSession session, FixReport report) => !ReportColumns.NamesSource(report) ? null
        : session.Number("SELECT fix FROM reports WHERE source_id = ?1 AND source = ?2 ORDER BY rid DESC LIMIT 1", report.SourceId, report.Source);

    public static bool Exists(SqliteSession session, Guid id) => session.Exists("SELECT 1 FROM reports WHERE id = ?1", id);

    public static long CountOf(SqliteSession session, long fix) => session.Number("SELECT count(*) FROM reports WHERE fix = ?1", fix) ?? 0;

    /// <summary>The newest reports of a fix, newest first, ties by id.</summary>
    public static List<FixReport> NewestOf(SqliteSession session, StoredFix fix, int limit) => session.Query(
        $"SELECT {ReportColumns.Names} FROM reports r WHERE r.fix = ?1 ORDER BY r.ts DESC, r.id LIMIT ?2", row => ReportColumns.Read(row, 0, FixWords.Of(fix.Fix)), fix.Rid, limit);

    /// <summary>Reports after an id, by id, with the fix each belongs to.</summary>
    /// <remarks>The fixes' own rows are not verified again: the copy this is for reads each of them whole before, in the same snapshot.</remarks>
    public static List<(Guid FixId, FixReport Report)> After(SqliteSession session, Guid id, int limit) => session.Query(
        $"""
        SELECT m.id, m.fingerprint, m.issue, m.solution, {ReportColumns.Names} FROM reports r CROSS JOIN memori_metadata m ON m.rid = r.fix
        WHERE r.id > ?1 ORDER BY r.id LIMIT ?2
        """,
        row =>
        {
            var fix = new FixWords(Fingerprint.Parse(row.GetString(1)), row.GetString(2), row.GetString(3));
            return (new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true), ReportColumns.Read(row, 4, fix));
        },
        id, limit);

    public static void Insert(WriteSession session, StoredFix fix, FixReport report)
    {
        var (issueKind, issue, solution) = ReportColumns.WordsOf(report, fix.Fix);
        object?[] values =
        [
            report.Id, report.Ts, report.TsGiven, report.Success, report.Inferred, report.Agent, report.Scope.Service, report.Scope.Server,
            report.Scope.Environment, report.Scope.Version, report.Source, report.SourceId, Told(fix, report), TagText.Of(report.Tags),
            report.Metadata?.Json, issueKind, issue, solution,
        ];
        session.Run(
            """
            INSERT INTO reports (fix, fingerprint, id, ts, ts_given, success, inferred, agent, service, server, environment, version, source, source_id,
                told, tags, metadata, issue_kind, issue, solution, content_hash)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
            """,
            [fix.Rid, report.Fingerprint.Value, .. values, RowHash.Of(values)]);
    }

    public static void DeleteOf(WriteSession session, long fix) => session.Run("DELETE FROM reports WHERE fix = ?1", fix);

    // The content of a telling: all it says but when it was told and under which id.
    private static byte[] Told(StoredFix fix, FixReport report) => RowHash.Of(
        report.IssueText, fix.SolutionHash, report.Success, report.Agent, report.Scope.Service, report.Scope.Server,
        report.Scope.Environment, report.Scope.Version, TagText.Of(report.Tags), report.Metadata?.Json);
}
