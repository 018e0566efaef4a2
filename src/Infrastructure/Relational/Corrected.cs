using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>What a correction makes of a fix (contract 5).</summary>
internal static class Corrected
{
    /// <summary>The fix with its corrected facts, whatever becomes of its solution.</summary>
    /// <exception cref="DomainException">It has changed since the caller read it.</exception>
    public static Fix Facts(Fix fix, FixCorrection correction)
    {
        if (fix.Revision != correction.ExpectedRevision)
        {
            throw new DomainException(
                ProblemCodes.RevisionStale,
                $"The fix is at revision {fix.Revision}, not {correction.ExpectedRevision}; read it again and repeat the correction.");
        }

        return fix with
        {
            Tags = correction.Tags is { } tags ? [.. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : fix.Tags,
            Metadata = correction.Metadata ?? fix.Metadata,
            Scope = correction.Scope ?? fix.Scope,
        };
    }

    /// <summary>Whether it stays this fix; else a successor takes its place.</summary>
    public static bool KeepsSolution(Fix fix, FixCorrection correction) => correction.Solution is not { } solution
        || SolutionIdentity.Normalise(solution) == SolutionIdentity.Normalise(fix.Solution);

    /// <summary>The report that tells the successor.</summary>
    public static FixReport Report(Fix corrected, FixCorrection correction) => new()
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

    /// <summary>The successor. It may be known already, told by somebody else: then it is that fix.</summary>
    public static Fix Successor(Fix? known, Fix corrected, FixReport report) =>
        known?.ToldAgain(report) ?? Fix.FirstTold(report, corrected.IssueText) with { Supersedes = corrected.Id };
}
