using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Outcomes;

/// <summary>What one more outcome or return changes of the evidence of a scope.</summary>
public sealed class ScopedEvidenceTests
{
    private static readonly ScopedEvidence Known = ScopedEvidence.None(Scope.Everywhere) with { LastTs = 50, LastWorkedTs = 50 };

    [Test]
    public void A_success_counts_by_its_kind_and_moves_both_instants() => Assert.That(
        Known.Counted(Outcome(OutcomeKind.Worked, 60)),
        Is.EqualTo(Known with { Worked = new EvidenceTally(Verified: 1), LastTs = 60, LastWorkedTs = 60 }));

    [TestCase(OutcomeKind.Failed)]
    [TestCase(OutcomeKind.RolledBack)]
    public void A_failure_leaves_the_newest_success(OutcomeKind kind) => Assert.That(
        Known.Counted(Outcome(kind, 60)), Is.EqualTo(Known with { Failed = new EvidenceTally(Verified: 1), LastTs = 60 }));

    [TestCase(OutcomeKind.Attempted)]
    [TestCase(OutcomeKind.Unknown)]
    public void What_counts_neither_way_moves_no_instant(OutcomeKind kind) =>
        Assert.That(Known.Counted(Outcome(kind, 60)), Is.EqualTo(Known with { Unknown = 1 }));

    [Test]
    public void An_older_outcome_moves_no_instant_back() => Assert.That(
        Known.Counted(Outcome(OutcomeKind.Worked, 40)), Is.EqualTo(Known with { Worked = new EvidenceTally(Verified: 1) }));

    [Test]
    public void A_return_counts_and_leaves_the_newest_success() =>
        Assert.That(Known.Returned(70), Is.EqualTo(Known with { CameBack = 1, LastTs = 70, CameBackTs = 70 }));

    private static OutcomeReport Outcome(OutcomeKind kind, long ts) =>
        new(Guid.NewGuid(), Guid.NewGuid(), kind, new Evidence(EvidenceKind.Verified, null), null, Scope.Everywhere, ts);
}
