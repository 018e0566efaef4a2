using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Recall;

/// <summary>Makes findings for the ranking's tests.</summary>
internal static class Findings
{
    public static readonly Standing Unknown = StandingCalculator.For([], Scope.Everywhere, 0, new OutcomeSettings());

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>The BM25 that the tests' questions could reach at most.</summary>
    public const double Ceiling = 10;

    /// <summary>From this share of the ceiling on, words alone are a result.</summary>
    public const double Least = .4;

    public static RecallQuestion Question(int limit = 10, bool candidates = false, double? vectorWeight = null, RelevanceThreshold? threshold = null) =>
        new(limit, candidates, Ceiling, vectorWeight, threshold ?? new RelevanceThreshold(Least, IsOfWords: true), Least);

    public static Finding Fix(
        int id, double? words = Ceiling, double? cosine = null, bool exact = false, Standing? standing = null, string? solution = null, bool? success = null,
        int? supersededBy = null) => new()
    {
        Record = new RecordFacts(
            Id(id), true, 1, success, SolutionKey.Of(Issue.FromText("disk full").Fingerprint, solution ?? $"solution {id}"), supersededBy is null ? null : Id(supersededBy.Value), []),
        Standing = standing ?? Unknown,
        Exact = exact ? ExactMatch.Fingerprint : ExactMatch.None,
        Words = words,
        Cosine = cosine,
    };

    public static Finding Memory(int id, double? words = null, double? cosine = null, bool exact = false, long ts = 1) => new()
    {
        Record = new RecordFacts(Id(id), false, ts, null, 0, null, []),
        Exact = exact ? ExactMatch.Key : ExactMatch.None,
        Words = words,
        Cosine = cosine,
    };

    public static Standing Standing(long worked, long failed) => StandingCalculator.For(
        [new ScopedEvidence(Scope.Everywhere, new EvidenceTally(worked), new EvidenceTally(failed), 0, 0, 0, null, null)],
        Scope.Everywhere, 0, new OutcomeSettings());
}
