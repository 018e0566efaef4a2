using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Recall;

/// <summary>Makes findings for the ranking's tests.</summary>
internal static class Findings
{
    public static readonly Standing Unknown = StandingCalculator.For([], Scope.Everywhere, 0, new OutcomeSettings());

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public static Finding Fix(
        int id, double words = 1, double coverage = 1, bool exact = false, Standing? standing = null, string? solution = null, string issue = "Disk full",
        bool? success = null, int? supersededBy = null) => new()
    {
        Fix = new Fix
        {
            Id = Id(id),
            Fingerprint = Issue.FromText(issue).Fingerprint,
            IssueText = issue,
            Solution = solution ?? $"solution {id}",
            Ts = 1,
            FirstTs = 1,
            Sightings = 1,
            Success = success,
            SupersededBy = supersededBy is null ? null : Id(supersededBy.Value),
        },
        Standing = standing ?? Unknown,
        Exact = exact ? ExactMatch.Fingerprint : ExactMatch.None,
        Words = words,
        Coverage = coverage,
    };

    public static Finding Memory(int id, double words = 0, double coverage = 0, bool exact = false, long ts = 1) => new()
    {
        Memory = new Memory(Id(id), "key", $"content {id}", null, null, Scope.Everywhere, ts),
        Exact = exact ? ExactMatch.Key : ExactMatch.None,
        Words = words,
        Coverage = coverage,
    };

    public static Standing Standing(long worked, long failed) => StandingCalculator.For(
        [new ScopedEvidence(Scope.Everywhere, new EvidenceTally(worked), new EvidenceTally(failed), 0, 0, 0, null, null)],
        Scope.Everywhere, 0, new OutcomeSettings());
}
