using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Corrects a fix in the transaction of the caller (contract 5).</summary>
internal static class FixCorrecting
{
    /// <summary>The corrected fix, or its successor when the solution changed; null when there is no such fix.</summary>
    public static async Task<Fix?> CorrectAsync(WriteSession session, FixCorrection correction)
    {
        var (erased, fix) = OutcomeBook.Gather(session, correction.Id);
        await session.SendAsync().ConfigureAwait(false);
        Tombstones.ThrowIf(erased.First, RecordKind.Fix);
        if (fix.First is not { } stored)
            return null;
        if (stored.Fix.Revision != correction.ExpectedRevision)
        {
            throw new DomainException(
                ProblemCodes.RevisionStale,
                $"The fix is at revision {stored.Fix.Revision}, not {correction.ExpectedRevision}; read it again and repeat the correction.");
        }

        var corrected = stored.Fix with
        {
            Tags = correction.Tags is { } tags ? [.. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : stored.Fix.Tags,
            Metadata = correction.Metadata ?? stored.Fix.Metadata,
            Scope = correction.Scope ?? stored.Fix.Scope,
        };
        var sameSolution = correction.Solution is not { } solution
            || SolutionIdentity.Normalise(solution) == SolutionIdentity.Normalise(stored.Fix.Solution);
        return sameSolution
            ? (await FixRows.UpdateAsync(session, stored, corrected).ConfigureAwait(false)).Fix
            : await ReplaceAsync(session, stored, corrected, correction).ConfigureAwait(false);
    }

    private static async Task<Fix> ReplaceAsync(WriteSession session, StoredFix stored, Fix corrected, FixCorrection correction)
    {
        var report = new FixReport
        {
            Id = correction.SuccessorId,
            Fingerprint = corrected.Fingerprint,
            IssueText = corrected.IssueText,
            Solution = correction.Solution!,
            Agent = corrected.Agent,
            Scope = corrected.Scope,
            Ts = correction.Now,
            Tags = corrected.Tags,
            Metadata = corrected.Metadata,
        };
        // The successor may be known already, told by somebody else: then it is that fix.
        var known = await FixRows.ByIdentityAsync(session, report.Fingerprint, SolutionIdentity.Hash(report.Solution)).ConfigureAwait(false);
        var successor = known?.Fix.ToldAgain(report) ?? Fix.FirstTold(report, corrected.IssueText) with { Supersedes = stored.Id };
        var replacement = known is not null ? await FixRows.UpdateAsync(session, known, successor).ConfigureAwait(false)
            : FixRows.Insert(session, successor with { Revision = await session.NextRevisionAsync().ConfigureAwait(false) });
        ReportRows.Insert(session, replacement, report);
        await FixIntake.SupersedeAsync(session, stored, successor.Id).ConfigureAwait(false);
        return replacement.Fix;
    }
}
