using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Counted outcomes of a fix by exact scope.</summary>
internal static class EvidenceRows
{
    /// <summary>Evidence of a fix, by scope; empty when there is none.</summary>
    public static List<ScopedEvidence> Of(SqliteSession session, long fix) =>
        session.Query($"SELECT {EvidenceColumns.Names} FROM outcome_evidence WHERE fix = ?1 ORDER BY service, server, environment, version", EvidenceColumns.Read, fix);

    /// <summary>Counts one outcome.</summary>
    public static void Add(WriteSession session, long fix, OutcomeReport outcome) =>
        Put(session, fix, In(session, fix, outcome.Scope).Counted(outcome));

    /// <summary>Counts one return of the issue.</summary>
    public static void AddReturn(WriteSession session, long fix, Scope scope, long ts) =>
        Put(session, fix, In(session, fix, scope).Returned(ts));

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
            $"INSERT OR REPLACE INTO outcome_evidence ({EvidenceColumns.Names}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            [.. values, RowHash.Of(values)]);
    }

    public static void DeleteOf(WriteSession session, long fix) => session.Run("DELETE FROM outcome_evidence WHERE fix = ?1", fix);

    private static ScopedEvidence In(WriteSession session, long fix, Scope scope) => session.First(
        $"SELECT {EvidenceColumns.Names} FROM outcome_evidence WHERE fix = ?1 AND service = ?2 AND server = ?3 AND environment = ?4 AND version = ?5",
        EvidenceColumns.Read, fix, scope.Service ?? "", scope.Server ?? "", scope.Environment ?? "", scope.Version ?? "")
        ?? ScopedEvidence.None(scope);
}
