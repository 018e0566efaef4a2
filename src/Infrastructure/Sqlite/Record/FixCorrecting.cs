using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
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
            ? FixRows.Update(session, stored, corrected with { Revision = session.NextRevision() }).Fix
            : Replace(session, stored, corrected, correction);
    }

    private static Fix Replace(WriteSession session, StoredFix stored, Fix corrected, FixCorrection correction)
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
        var known = FixRows.ByIdentity(session, report.Fingerprint, SolutionIdentity.Hash(report.Solution));
        var successor = known?.Fix.ToldAgain(report) ?? Fix.FirstTold(report, corrected.IssueText) with { Supersedes = stored.Fix.Id };
        successor = successor with { Revision = session.NextRevision() };
        var replacement = known is null ? FixRows.Insert(session, successor) : FixRows.Update(session, known, successor);
        ReportRows.Insert(session, replacement, report);
        FixIntake.Supersede(session, stored, successor.Id);
        return successor;
    }
}
