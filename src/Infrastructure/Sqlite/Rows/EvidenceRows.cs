using Microsoft.Data.Sqlite;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Counted outcomes of a fix by exact scope.</summary>
internal static class EvidenceRows
{
    private const string Columns = """
        fix, service, server, environment, version, worked_reported, worked_person, worked_verified, worked_cleared, failed_reported, failed_person,
        failed_verified, failed_cleared, unknown, came_back, last_ts, last_worked_ts, came_back_ts, content_hash
        """;

    private const int Count = 18;

    /// <summary>Evidence of a fix, by scope; empty when there is none.</summary>
    public static List<ScopedEvidence> Of(SqliteSession session, long fix) =>
        session.Query($"SELECT {Columns} FROM outcome_evidence WHERE fix = ?1 ORDER BY service, server, environment, version", Read, fix);

    /// <summary>Counts one outcome.</summary>
    public static void Add(WriteSession session, long fix, OutcomeReport outcome)
    {
        var evidence = In(session, fix, outcome.Scope);
        var kind = outcome.Evidence.Kind;
        Put(session, fix, outcome.Success switch
        {
            true => evidence with { Worked = evidence.Worked.Plus(kind), LastTs = Newer(evidence.LastTs, outcome.Ts), LastWorkedTs = Newer(evidence.LastWorkedTs, outcome.Ts) },
            false => evidence with { Failed = evidence.Failed.Plus(kind), LastTs = Newer(evidence.LastTs, outcome.Ts) },
            null => evidence with { Unknown = evidence.Unknown + 1 },
        });
    }

    /// <summary>Counts one return of the issue.</summary>
    public static void AddReturn(WriteSession session, long fix, Scope scope, long ts)
    {
        var evidence = In(session, fix, scope);
        Put(session, fix, evidence with
        {
            CameBack = evidence.CameBack + 1,
            LastTs = Newer(evidence.LastTs, ts),
            CameBackTs = Newer(evidence.CameBackTs, ts),
        });
    }

    /// <summary>Writes the evidence of one scope, whatever was there.</summary>
    public static void Put(WriteSession session, long fix, ScopedEvidence evidence)
    {
        object?[] values =
        [
            fix, evidence.Scope.Service ?? "", evidence.Scope.Server ?? "", evidence.Scope.Environment ?? "", evidence.Scope.Version ?? "",
            evidence.Worked.Reported, evidence.Worked.Person, evidence.Worked.Verified, evidence.Worked.AlertCleared,
            evidence.Failed.Reported, evidence.Failed.Person, evidence.Failed.Verified, evidence.Failed.AlertCleared,
            evidence.Unknown, evidence.CameBack, evidence.LastTs, evidence.LastWorkedTs, evidence.CameBackTs,
        ];
        session.Run(
            $"INSERT OR REPLACE INTO outcome_evidence ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            [.. values, RowHash.Of(values)]);
    }

    public static void DeleteOf(WriteSession session, long fix) => session.Run("DELETE FROM outcome_evidence WHERE fix = ?1", fix);

    private static ScopedEvidence In(WriteSession session, long fix, Scope scope) => session.First(
        $"SELECT {Columns} FROM outcome_evidence WHERE fix = ?1 AND service = ?2 AND server = ?3 AND environment = ?4 AND version = ?5",
        Read, fix, scope.Service ?? "", scope.Server ?? "", scope.Environment ?? "", scope.Version ?? "")
        ?? new ScopedEvidence(scope, default, default, 0, 0, null, null, null);

    private static ScopedEvidence Read(SqliteDataReader row)
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
