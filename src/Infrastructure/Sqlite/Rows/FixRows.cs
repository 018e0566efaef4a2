using Microsoft.Data.Sqlite;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search.Serving;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>A fix and the row it is in.</summary>
/// <param name="Rid">Row id, which its reports, outcomes, evidence and index entries name.</param>
/// <param name="Fix">The fix.</param>
/// <param name="SolutionHash">Hash of its solution, and so of every solution that was told of it (<see cref="SolutionIdentity"/>).</param>
internal sealed record StoredFix(long Rid, Fix Fix, byte[] SolutionHash);

/// <summary>Fixes as rows of <c>memori_metadata</c>, with the index entries and counters that go with them.</summary>
internal static class FixRows
{
    /// <summary>Columns for <see cref="Read"/>, of the table or its alias <c>m</c>.</summary>
    public const string Columns = $"m.rid, {FixColumns.Names}";

    public static StoredFix? ById(SqliteSession session, Guid id) =>
        session.First($"SELECT {Columns} FROM memori_metadata m WHERE m.id = ?1 AND m.kind = 0", Read, id);

    public static StoredFix? ByRid(SqliteSession session, long rid) =>
        session.First($"SELECT {Columns} FROM memori_metadata m WHERE m.rid = ?1 AND m.kind = 0", Read, rid);

    public static StoredFix? ByIdentity(SqliteSession session, Fingerprint fingerprint, byte[] solutionHash) => session.First(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 0 AND m.fingerprint = ?1 AND m.solution_hash = ?2",
        Read, fingerprint.Value, solutionHash);

    /// <summary>Fixes of one issue, by id.</summary>
    // The index is named because the planner takes the one that spares it a sort, and then walks through all fixes.
    public static List<StoredFix> OfIssue(SqliteSession session, Fingerprint fingerprint) => session.Query(
        $"SELECT {Columns} FROM memori_metadata m INDEXED BY fix_identity WHERE m.kind = 0 AND m.fingerprint = ?1 ORDER BY m.id", Read, fingerprint.Value);

    /// <summary>Fixes after an id, by id.</summary>
    public static List<StoredFix> After(SqliteSession session, Guid id, int limit) => session.Query(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 0 AND m.id > ?1 ORDER BY m.id LIMIT ?2", Read, id, limit);

    /// <summary>Fixes that name an id as predecessor or successor.</summary>
    public static List<StoredFix> Naming(SqliteSession session, Guid id) => session.Query(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 0 AND (m.supersedes = ?1 OR m.superseded_by = ?1)", Read, id);

    public static StoredFix Read(SqliteDataReader row)
    {
        var (fix, solutionHash) = FixColumns.Read(RowValues.Verified(row, "memori_metadata", 1, FixColumns.Count));
        return new StoredFix(row.GetInt64(0), fix, solutionHash);
    }

    /// <summary>Inserts a fix with its index entries; its revision is the caller's.</summary>
    public static StoredFix Insert(WriteSession session, Fix fix) =>
        Insert(session, fix, SolutionIdentity.Hash(fix.Solution), IndexedText.OfFix(fix.IssueText, fix.Solution));

    /// <summary>The same, with what was derived from its texts before.</summary>
    public static StoredFix Insert(WriteSession session, Fix fix, byte[] solutionHash, IndexedText terms)
    {
        var values = Values(fix, solutionHash);
        session.Run(
            """
            INSERT INTO memori_metadata (kind, id, fingerprint, solution_hash, ts, first_ts, sightings, revision, success, success_ts, worked, failed,
                rolled_back, attempted, unknown, agent, service, server, environment, version, source, source_id, supersedes,
                superseded_by, tags, metadata, issue, solution, content_hash)
            VALUES (0, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)
            """,
            [.. values, RowHash.Of(values)]);
        var rid = session.LastRowId;
        WordIndex.Add(session, rid, terms);
        GramIndex.Add(session, rid, fix.IssueText);
        EmbeddingQueue.Add(session, rid);
        session.Note(new RecordChange(RecordChangeKind.Added, rid, fix.Id, terms));
        session.Count("fixes", 1);
        FixColumns.Tally(session.Count, fix.Outcomes, 1);
        return new StoredFix(rid, fix, solutionHash);
    }

    /// <summary>Writes the changed state of a fix; issue and solution never change.</summary>
    public static StoredFix Update(WriteSession session, StoredFix before, Fix after)
    {
        var values = Values(after, before.SolutionHash);
        session.Run(
            """
            UPDATE memori_metadata SET ts = ?2, first_ts = ?3, sightings = ?4, revision = ?5, success = ?6, success_ts = ?7, worked = ?8,
                failed = ?9, rolled_back = ?10, attempted = ?11, unknown = ?12, agent = ?13, service = ?14, server = ?15, environment = ?16,
                version = ?17, source = ?18, source_id = ?19, supersedes = ?20, superseded_by = ?21, tags = ?22, metadata = ?23, content_hash = ?24
            WHERE rid = ?1
            """,
            [before.Rid, .. values.AsSpan(3, 22), RowHash.Of(values)]);
        FixColumns.Tally(session.Count, before.Fix.Outcomes, -1);
        FixColumns.Tally(session.Count, after.Outcomes, 1);
        session.Note(new RecordChange(RecordChangeKind.Changed, before.Rid, before.Fix.Id));
        return before with { Fix = after };
    }

    /// <summary>Deletes the row and its index entries; what else names it is the caller's.</summary>
    public static void Delete(WriteSession session, StoredFix stored)
    {
        WordIndex.Remove(session, stored.Rid, IndexedText.OfFix(stored.Fix.IssueText, stored.Fix.Solution));
        GramIndex.Remove(session, stored.Rid, stored.Fix.IssueText);
        EmbeddingRows.DeleteOf(session, stored.Rid);
        session.Run("DELETE FROM memori_metadata WHERE rid = ?1", stored.Rid);
        session.Note(new RecordChange(RecordChangeKind.Removed, stored.Rid));
        session.Count("fixes", -1);
        FixColumns.Tally(session.Count, stored.Fix.Outcomes, -1);
    }

    private static object?[] Values(Fix fix, byte[] solutionHash) =>
    [
        fix.Id, fix.Fingerprint.Value, solutionHash, fix.Ts, fix.FirstTs, fix.Sightings, fix.Revision, fix.Success,
        fix.SuccessTs, fix.Outcomes.Worked, fix.Outcomes.Failed, fix.Outcomes.RolledBack, fix.Outcomes.Attempted, fix.Outcomes.Unknown,
        fix.Agent, fix.Scope.Service, fix.Scope.Server, fix.Scope.Environment, fix.Scope.Version, fix.Source, fix.SourceId, fix.Supersedes,
        fix.SupersededBy, TagText.Of(fix.Tags), fix.Metadata?.Json, fix.IssueText, fix.Solution,
    ];
}
