using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Corrects a fix in the transaction of the caller (contract 5).</summary>
internal static class FixCorrecting
{
    /// <summary>The corrected fix, or its successor when the solution changed; null when there is no such fix.</summary>
    public static Fix? Correct(WriteSession session, FixCorrection correction)
    {
        Tombstones.ThrowIfErased(session, RecordKind.Fix, correction.Id);
        if (FixRows.ById(session, Tombstones.Resolve(session, correction.Id)) is not { } stored)
            return null;
        var corrected = Corrected.Facts(stored.Fix, correction);
        return Corrected.KeepsSolution(stored.Fix, correction)
            ? FixRows.Update(session, stored, corrected with { Revision = session.NextRevision() }).Fix
            : Replace(session, stored, corrected, correction);
    }

    private static Fix Replace(WriteSession session, StoredFix stored, Fix corrected, FixCorrection correction)
    {
        var report = Corrected.Report(corrected, correction);
        var known = FixRows.ByIdentity(session, report.Fingerprint, SolutionIdentity.Hash(report.Solution));
        var successor = Corrected.Successor(known?.Fix, corrected, report);
        successor = successor with { Revision = session.NextRevision() };
        var replacement = known is null ? FixRows.Insert(session, successor) : FixRows.Update(session, known, successor);
        ReportRows.Insert(session, replacement, report);
        FixIntake.Supersede(session, stored, successor.Id);
        return successor;
    }
}
