using Npgsql;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>A fix and the row it is in.</summary>
/// <param name="Rid">Number of the row; 0 for one that is inserted in this transaction.</param>
/// <param name="Fix">The fix.</param>
/// <param name="SolutionHash">Hash of its solution, and so of every solution that was told of it (<see cref="SolutionIdentity"/>).</param>
/// <param name="Terms">Terms it has, repeats included.</param>
internal sealed record StoredFix(long Rid, Fix Fix, byte[] SolutionHash, long Terms)
{
    /// <summary>Its id.</summary>
    public Guid Id => Fix.Id;
}

/// <summary>Fixes as rows of <c>memori_metadata</c>, with what goes with them in a transaction.</summary>
internal static class FixRows
{
    /// <summary>Columns for <see cref="Read"/>, of the table's alias <c>m</c>.</summary>
    public const string Columns = $"m.rid, m.length, {FixColumns.Names}";

    // The row and its place in the queue are one statement: only the server knows the row's number.
    private const string Inserting = """
        WITH inserted AS (
            INSERT INTO memori_metadata (kind, id, fingerprint, solution_hash, ts, first_ts, sightings, revision, success, success_ts, worked, failed,
                rolled_back, attempted, unknown, agent, service, server, environment, version, source, source_id, supersedes,
                superseded_by, tags, metadata, issue, solution, content_hash, issue_folded, terms, term_counts, length)
            VALUES (0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
                $29, $30, $31, $32)
            RETURNING rid, id)
        INSERT INTO embedding_queue (rid, id) SELECT rid, id FROM inserted
        """;

    private const string Updating = """
        UPDATE memori_metadata SET ts = $2, first_ts = $3, sightings = $4, revision = $5, success = $6, success_ts = $7, worked = $8,
            failed = $9, rolled_back = $10, attempted = $11, unknown = $12, agent = $13, service = $14, server = $15, environment = $16,
            version = $17, source = $18, source_id = $19, supersedes = $20, superseded_by = $21, tags = $22, metadata = $23, content_hash = $24,
            changed = pg_current_xact_id()
        WHERE id = $1
        """;

    public static Task<StoredFix?> ByIdAsync(PostgresSession session, Guid id) =>
        session.FirstAsync($"SELECT {Columns} FROM memori_metadata m WHERE m.id = $1 AND m.kind = 0{session.ForUpdate}", Read, id);

    /// <summary>The fix that an id or a merged twin's id stands for.</summary>
    public static Asked<StoredFix> AskStanding(PostgresSession session, Guid id) => session.Ask(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.id = coalesce((SELECT a.id FROM aliases a WHERE a.twin = $1), $1) AND m.kind = 0{session.ForUpdate}",
        Read, id);

    public static Asked<StoredFix> AskByIdentity(PostgresSession session, Fingerprint fingerprint, byte[] solutionHash) => session.Ask(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 0 AND m.fingerprint = $1 AND m.solution_hash = $2{session.ForUpdate}",
        Read, fingerprint.Value, solutionHash);

    public static async Task<StoredFix?> ByIdentityAsync(PostgresSession session, Fingerprint fingerprint, byte[] solutionHash)
    {
        var asked = AskByIdentity(session, fingerprint, solutionHash);
        await session.SendAsync().ConfigureAwait(false);
        return asked.First;
    }

    /// <summary>Fixes of one issue, by id.</summary>
    public static Task<List<StoredFix>> OfIssueAsync(PostgresSession session, Fingerprint fingerprint) => session.QueryAsync(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 0 AND m.fingerprint = $1 ORDER BY m.id{session.ForUpdate}", Read, fingerprint.Value);

    /// <summary>Fixes after an id, by id.</summary>
    public static Task<List<StoredFix>> AfterAsync(PostgresSession session, Guid id, int limit) => session.QueryAsync(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 0 AND m.id > $1 ORDER BY m.id LIMIT $2", Read, id, limit);

    /// <summary>Fixes that name an id as predecessor or successor.</summary>
    public static Task<List<StoredFix>> NamingAsync(PostgresSession session, Guid id) => session.QueryAsync(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 0 AND (m.supersedes = $1 OR m.superseded_by = $1) ORDER BY m.id{session.ForUpdate}", Read, id);

    public static StoredFix Read(NpgsqlDataReader row)
    {
        var (fix, solutionHash) = FixColumns.Read(RowValues.Verified(row, "memori_metadata", 2, FixColumns.Count));
        return new StoredFix(row.GetInt64(0), fix, solutionHash, row.GetInt32(1));
    }

    /// <summary>Gathers the insertion of a fix; its revision is the caller's.</summary>
    public static StoredFix Insert(WriteSession session, Fix fix) =>
        Insert(session, fix, SolutionIdentity.Hash(fix.Solution), RecordTerms.Of(IndexedText.OfFix(fix.IssueText, fix.Solution)));

    /// <summary>The same, with what was derived from its texts before.</summary>
    public static StoredFix Insert(WriteSession session, Fix fix, byte[] solutionHash, RecordTerms terms)
    {
        var values = Values(fix, solutionHash);
        session.Run(
            Inserting, [.. values, RowHash.Of(values), FoldedText.Of(fix.IssueText), terms.Parts[0].Terms, terms.Parts[0].Counts, terms.Length]);
        terms.InsertFurther(session, fix.Id);
        session.Count("fixes", 1);
        session.Count("waiting", 1);
        session.Count("terms", terms.Length);
        FixColumns.Tally(session.Count, fix.Outcomes, 1);
        OutboxRows.AddFix(session, fix.Id);
        return new StoredFix(0, fix, solutionHash, terms.Length);
    }

    /// <summary>Gathers the writing of the changed state of a fix under its next revision; issue and solution never change.</summary>
    public static async Task<StoredFix> UpdateAsync(WriteSession session, StoredFix before, Fix after)
    {
        session.ClaimRow(before.Id);
        after = after with { Revision = await session.NextRevisionAsync(before.Fix.Revision).ConfigureAwait(false) };
        var values = Values(after, before.SolutionHash);
        session.Run(Updating, [before.Id, .. values[3..25], RowHash.Of(values)]);
        FixColumns.Tally(session.Count, before.Fix.Outcomes, -1);
        FixColumns.Tally(session.Count, after.Outcomes, 1);
        OutboxRows.AddFix(session, before.Id);
        return before with { Fix = after };
    }

    /// <summary>Gathers the deletion of the row and its terms; what else names it is the caller's.</summary>
    public static void Delete(WriteSession session, StoredFix stored)
    {
        session.ClaimRow(stored.Id);
        session.Run("DELETE FROM memori_metadata WHERE id = $1", stored.Id);
        session.Run("DELETE FROM further_terms WHERE id = $1", stored.Id);
        session.Count("fixes", -1);
        session.Count("terms", -stored.Terms);
        FixColumns.Tally(session.Count, stored.Fix.Outcomes, -1);
    }

    private static Arg[] Values(Fix fix, byte[] solutionHash) =>
    [
        fix.Id, fix.Fingerprint.Value, solutionHash, fix.Ts, fix.FirstTs, fix.Sightings, fix.Revision, fix.Success,
        fix.SuccessTs, fix.Outcomes.Worked, fix.Outcomes.Failed, fix.Outcomes.RolledBack, fix.Outcomes.Attempted, fix.Outcomes.Unknown,
        fix.Agent, fix.Scope.Service, fix.Scope.Server, fix.Scope.Environment, fix.Scope.Version, fix.Source, fix.SourceId, fix.Supersedes,
        fix.SupersededBy, TagArray.Of(fix.Tags), fix.Metadata?.Json, fix.IssueText, fix.Solution,
    ];
}
