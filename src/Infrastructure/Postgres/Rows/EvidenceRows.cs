using Npgsql;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Counted outcomes of a fix by exact scope. Whoever writes them holds the fix's row.</summary>
internal static class EvidenceRows
{
    private const string Columns = """
        fix, service, server, environment, version, worked_reported, worked_person, worked_verified, worked_cleared, failed_reported, failed_person,
        failed_verified, failed_cleared, unknown, came_back, last_ts, last_worked_ts, came_back_ts, content_hash
        """;

    private const int Count = 18;

    private const string Putting = $"""
        INSERT INTO outcome_evidence ({Columns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        ON CONFLICT (fix, service, server, environment, version) DO UPDATE SET
            worked_reported = $6, worked_person = $7, worked_verified = $8, worked_cleared = $9, failed_reported = $10, failed_person = $11,
            failed_verified = $12, failed_cleared = $13, unknown = $14, came_back = $15, last_ts = $16, last_worked_ts = $17, came_back_ts = $18,
            content_hash = $19
        """;

    /// <summary>Gathers the question for the evidence of a fix, by scope; empty when there is none.</summary>
    public static Asked<ScopedEvidence> Ask(PostgresSession session, Guid fix) => session.Ask(
        $"SELECT {Columns} FROM outcome_evidence WHERE fix = $1 ORDER BY service, server, environment, version", Read, fix);

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
            $"SELECT {Columns} FROM outcome_evidence WHERE fix = ANY($1) ORDER BY fix, service, server, environment, version",
            row => (Fix: row.GetGuid(0), Evidence: Read(row)), ids).ConfigureAwait(false);
        return rows.ToLookup(row => row.Fix, row => row.Evidence);
    }

    /// <summary>Counts one outcome.</summary>
    /// <param name="session">The session.</param>
    /// <param name="known">What was counted of the fix before.</param>
    /// <param name="fix">The fix.</param>
    /// <param name="outcome">The outcome.</param>
    /// <returns>The evidence of its scope after it.</returns>
    public static ScopedEvidence Add(WriteSession session, IEnumerable<ScopedEvidence> known, Guid fix, OutcomeReport outcome)
    {
        var evidence = In(known, outcome.Scope);
        var kind = outcome.Evidence.Kind;
        return Put(session, fix, outcome.Success switch
        {
            true => evidence with { Worked = evidence.Worked.Plus(kind), LastTs = Newer(evidence.LastTs, outcome.Ts), LastWorkedTs = Newer(evidence.LastWorkedTs, outcome.Ts) },
            false => evidence with { Failed = evidence.Failed.Plus(kind), LastTs = Newer(evidence.LastTs, outcome.Ts) },
            null => evidence with { Unknown = evidence.Unknown + 1 },
        });
    }

    /// <summary>Counts one return of the issue.</summary>
    public static async Task AddReturnAsync(WriteSession session, Guid fix, Scope scope, long ts)
    {
        var evidence = In(await OfAsync(session, fix).ConfigureAwait(false), scope);
        Put(session, fix, evidence with
        {
            CameBack = evidence.CameBack + 1,
            LastTs = Newer(evidence.LastTs, ts),
            CameBackTs = Newer(evidence.CameBackTs, ts),
        });
    }

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
        known.FirstOrDefault(evidence => evidence.Scope == scope) ?? new ScopedEvidence(scope, default, default, 0, 0, null, null, null);

    private static ScopedEvidence Read(NpgsqlDataReader row)
    {
        var values = RowValues.Verified(row, "outcome_evidence", 0, Count);
        return new ScopedEvidence(
            RowValues.ScopeOf(Part(values, 1), Part(values, 2), Part(values, 3), Part(values, 4)),
            Tally(values, 5), Tally(values, 9), values.Integer(13), values.Integer(14),
            values.IntegerOrNull(15), values.IntegerOrNull(16), values.IntegerOrNull(17));
    }

    private static EvidenceTally Tally(RowValues values, int column) =>
        new(values.Integer(column), values.Integer(column + 1), values.Integer(column + 2), values.Integer(column + 3));

    private static string? Part(RowValues values, int column) => values.Text(column) is { Length: > 0 } part ? part : null;

    private static long Newer(long? known, long ts) => Math.Max(known ?? long.MinValue, ts);
}
