using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Corrects a fix in the transaction of the caller (contract 5).</summary>
internal static class FixCorrecting
{
    /// <summary>The corrected fix, or its successor when the solution changed; null when there is no such fix.</summary>
    public static async Task<Fix?> CorrectAsync(WriteSession session, FixCorrection correction)
    {
        var (erased, fix) = OutcomeBook.Gather(session, correction.Id);
        await session.SendAsync().ConfigureAwait(false);
        Erasure.ThrowIf(erased.First, RecordKind.Fix);
        if (fix.First is not { } stored)
            return null;
        var corrected = Corrected.Facts(stored.Fix, correction);
        return Corrected.KeepsSolution(stored.Fix, correction)
            ? (await FixRows.UpdateAsync(session, stored, corrected).ConfigureAwait(false)).Fix
            : await ReplaceAsync(session, stored, corrected, correction).ConfigureAwait(false);
    }

    private static async Task<Fix> ReplaceAsync(WriteSession session, StoredFix stored, Fix corrected, FixCorrection correction)
    {
        var report = Corrected.Report(corrected, correction);
        var known = await FixRows.ByIdentityAsync(session, report.Fingerprint, SolutionIdentity.Hash(report.Solution)).ConfigureAwait(false);
        var successor = Corrected.Successor(known?.Fix, corrected, report);
        var replacement = known is not null ? await FixRows.UpdateAsync(session, known, successor).ConfigureAwait(false)
            : FixRows.Insert(session, successor with { Revision = await session.NextRevisionAsync().ConfigureAwait(false) });
        ReportRows.Insert(session, replacement, report);
        await FixIntake.SupersedeAsync(session, stored, successor.Id).ConfigureAwait(false);
        return replacement.Fix;
    }
}
