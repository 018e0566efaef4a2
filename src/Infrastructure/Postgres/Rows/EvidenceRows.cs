using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Counted outcomes of a fix by exact scope. Whoever writes them holds the fix's row.</summary>
internal static class EvidenceRows
{
    private const string Putting = $"""
        INSERT INTO outcome_evidence ({EvidenceColumns.Names})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        ON CONFLICT (fix, service, server, environment, version) DO UPDATE SET
            worked_reported = $6, worked_person = $7, worked_verified = $8, worked_cleared = $9, failed_reported = $10, failed_person = $11,
            failed_verified = $12, failed_cleared = $13, unknown = $14, came_back = $15, last_ts = $16, last_worked_ts = $17, came_back_ts = $18,
            content_hash = $19
        """;

    /// <summary>Gathers the question for the evidence of a fix, by scope; empty when there is none.</summary>
    public static Asked<ScopedEvidence> Ask(PostgresSession session, Guid fix) => session.Ask(
        $"SELECT {EvidenceColumns.Names} FROM outcome_evidence WHERE fix = $1 ORDER BY service, server, environment, version", EvidenceColumns.Read, fix);

    /// <summary>Evidence of a fix, by scope; empty when there is none.</summary>
    public static async Task<List<ScopedEvidence>> OfAsync(PostgresSession session, Guid fix)
    {
        var asked = Ask(session, fix);
        await session.SendAsync().ConfigureAwait(false);
        return asked.Rows;
    }

    /// <summary>Evidence of some fixes, each by scope.</summary>
    public static async Task<ILookup<Guid, ScopedEvidence>> OfAsync(PostgresSession session, IEnumerable<Guid> fixes)
    {
        Guid[] ids = [.. fixes];
        if (ids.Length == 0)
            return Enumerable.Empty<(Guid Fix, ScopedEvidence Evidence)>().ToLookup(row => row.Fix, row => row.Evidence);
        var rows = await session.QueryAsync(
            $"SELECT {EvidenceColumns.Names} FROM outcome_evidence WHERE fix = ANY($1) ORDER BY fix, service, server, environment, version",
            row => (Fix: row.GetGuid(0), Evidence: EvidenceColumns.Read(row)), ids).ConfigureAwait(false);
        return rows.ToLookup(row => row.Fix, row => row.Evidence);
    }

    /// <summary>Counts one outcome.</summary>
    /// <param name="session">The session.</param>
    /// <param name="known">What was counted of the fix before.</param>
    /// <param name="fix">The fix.</param>
    /// <param name="outcome">The outcome.</param>
    /// <returns>The evidence of its scope after it.</returns>
    public static ScopedEvidence Add(WriteSession session, IEnumerable<ScopedEvidence> known, Guid fix, OutcomeReport outcome) =>
        Put(session, fix, In(known, outcome.Scope).Counted(outcome));

    /// <summary>Counts one return of the issue.</summary>
    public static async Task AddReturnAsync(WriteSession session, Guid fix, Scope scope, long ts) =>
        Put(session, fix, In(await OfAsync(session, fix).ConfigureAwait(false), scope).Returned(ts));

    public static void DeleteOf(WriteSession session, Guid fix) => session.Run("DELETE FROM outcome_evidence WHERE fix = $1", fix);

    private static ScopedEvidence Put(WriteSession session, Guid fix, ScopedEvidence evidence)
    {
        Arg[] values =
        [
            fix, evidence.Scope.Service ?? "", evidence.Scope.Server ?? "", evidence.Scope.Environment ?? "", evidence.Scope.Version ?? "",
            evidence.Worked.Reported, evidence.Worked.Person, evidence.Worked.Verified, evidence.Worked.AlertCleared,
            evidence.Failed.Reported, evidence.Failed.Person, evidence.Failed.Verified, evidence.Failed.AlertCleared,
            evidence.Unknown, evidence.CameBack, evidence.LastTs, evidence.LastWorkedTs, evidence.CameBackTs,
        ];
        session.Run(Putting, [.. values, RowHash.Of(values)]);
        return evidence;
    }

    private static ScopedEvidence In(IEnumerable<ScopedEvidence> known, Scope scope) =>
        known.FirstOrDefault(evidence => evidence.Scope == scope) ?? ScopedEvidence.None(scope);
}
