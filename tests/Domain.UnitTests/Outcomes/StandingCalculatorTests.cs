using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Outcomes;

/// <summary>Expected intervals are those of the Beta distribution worked out by hand beside each case.</summary>
public sealed class StandingCalculatorTests
{
    private const long Now = 1_700_000_000_000;
    private const long Day = 24L * 60 * 60 * 1000;

    private static readonly Scope Full = new("pay", "web-2", "prod", "7.1");

    [Test]
    public void Without_evidence_there_is_no_score_and_nothing_to_avoid()
    {
        var standing = For([], Full);
        Assert.Multiple(() =>
        {
            Assert.That(standing, Is.EqualTo(new Standing(null, null, null, StandingLevel.Everywhere, 0, 0, 0, null, null, 0, 0, false)));
            Assert.That(standing.Proven, Is.False);
        });
    }

    [Test]
    public void Unknown_is_never_evidence()
    {
        var standing = For([Evidence(Full, unknown: 9)], Full);
        Assert.That(standing, Is.EqualTo(new Standing(null, null, null, StandingLevel.Everywhere, 0, 0, 9, null, null, 0, 0, false)));
    }

    [Test]
    public void No_evidence_ranks_with_the_lower_end_of_what_nothing_is_known_of() =>
        Assert.That(StandingCalculator.NoEvidenceLow, Is.EqualTo(.025).Within(1e-9));

    [Test]
    public void One_verified_success_is_a_beta_of_two_and_one()
    {
        var standing = For([Evidence(Scope.Everywhere, verified: 1)], Scope.Everywhere);
        Assert.Multiple(() =>
        {
            Assert.That(standing.Score, Is.EqualTo(Math.Sqrt(.025)).Within(1e-9));
            Assert.That(standing.Low, Is.EqualTo(standing.Score));
            Assert.That(standing.High, Is.EqualTo(Math.Sqrt(.975)).Within(1e-9));
            Assert.That(standing.Proven, Is.True);
        });
    }

    [Test]
    public void One_of_one_stays_below_forty_of_forty_two() =>
        Assert.That(Low(Evidence(Scope.Everywhere, worked: 1)), Is.LessThan(Low(Evidence(Scope.Everywhere, worked: 40, failed: 2))));

    [Test]
    public void Forty_of_forty_two_reported_is_a_beta_of_twenty_one_and_two() =>
        Assert.That(Low(Evidence(Scope.Everywhere, worked: 40, failed: 2)), Is.EqualTo(.771555602332367).Within(1e-9));

    [Test]
    public void What_a_check_confirmed_weighs_more_than_what_was_reported() =>
        Assert.That(Low(Evidence(Scope.Everywhere, verified: 3)), Is.GreaterThan(Low(Evidence(Scope.Everywhere, worked: 3))));

    [TestCase("pay", "web-2", "prod", "7.1", StandingLevel.Exact)]
    [TestCase("pay", "web-2", "prod", "7.0", StandingLevel.WithoutVersion)]
    [TestCase("pay", "web-2", "prod", null, StandingLevel.WithoutVersion)]
    [TestCase("pay", "web-3", "prod", "7.1", StandingLevel.ServiceAndEnvironment)]
    [TestCase("pay", "web-2", "test", "7.1", StandingLevel.Service)]
    [TestCase("mail", "web-2", "prod", "7.1", StandingLevel.Everywhere)]
    [TestCase(null, "web-2", "prod", "7.1", StandingLevel.Everywhere)]
    public void It_is_read_from_the_narrowest_level_with_evidence(string? service, string? server, string? environment, string? version, StandingLevel level) =>
        Assert.That(For([Evidence(new Scope(service, server, environment, version), worked: 1)], Full).Level, Is.EqualTo(level));

    [TestCase("pay", "web-2", "prod", null, StandingLevel.WithoutVersion)]
    [TestCase("pay", null, "prod", "7.1", StandingLevel.ServiceAndEnvironment)]
    [TestCase("pay", "web-2", null, "7.1", StandingLevel.Service)]
    [TestCase(null, "web-2", "prod", "7.1", StandingLevel.Everywhere)]
    public void A_level_counts_only_when_its_parts_are_asked_for(string? service, string? server, string? environment, string? version, StandingLevel level) =>
        Assert.That(For([Evidence(Full, worked: 1)], new Scope(service, server, environment, version)).Level, Is.EqualTo(level));

    [Test]
    public void The_next_wider_levels_mean_enters_as_a_prior_of_weight_two()
    {
        // Everywhere Beta(1 + 3, 1 + 1), mean 2/3; the service itself Beta(2 · 2/3, 2 · 1/3 + 1).
        var standing = For([Evidence(new Scope("mail"), verified: 3), Evidence(new Scope("pay"), verifiedFailed: 1)], new Scope("pay"));
        var (low, high) = new BetaDistribution(4 / 3.0, 5 / 3.0).Interval(.95);
        Assert.Multiple(() =>
        {
            Assert.That(standing.Level, Is.EqualTo(StandingLevel.Service));
            Assert.That(standing.Low, Is.EqualTo(low).Within(1e-9));
            Assert.That(standing.High, Is.EqualTo(high).Within(1e-9));
            Assert.That((standing.Worked, standing.Failed), Is.EqualTo((0L, 1L)));
        });
    }

    [Test]
    public void Evidence_halves_in_weight_in_a_half_life() =>
        Assert.That(Low(Evidence(Scope.Everywhere, verified: 1, age: 180 * Day)), Is.EqualTo(.0854987973338348).Within(1e-9));

    [Test]
    public void Age_widens_the_interval_and_never_turns_success_into_failure()
    {
        var young = For([Evidence(Scope.Everywhere, worked: 10)], Scope.Everywhere);
        var old = For([Evidence(Scope.Everywhere, worked: 10, age: 3_000 * Day)], Scope.Everywhere);
        Assert.Multiple(() =>
        {
            Assert.That(old.High - old.Low, Is.GreaterThan((young.High - young.Low)!.Value));
            Assert.That(old.Avoid, Is.False);
            Assert.That(old.Proven, Is.True);
        });
    }

    [Test]
    public void Evidence_from_a_clock_ahead_counts_as_of_now() => Assert.That(
        Low(Evidence(Scope.Everywhere, worked: 4, age: -Day)), Is.EqualTo(Low(Evidence(Scope.Everywhere, worked: 4))));

    [Test]
    public void Another_version_weighs_half_where_a_version_is_asked_for()
    {
        // At the service: one verified success of version 1; everywhere the same one. Beta(1 + ½, 1) has mean 3/5.
        var asked = new Scope("pay", Version: "2");
        var standing = For([Evidence(new Scope("pay", Version: "1"), verified: 1)], asked);
        Assert.That(standing.Low, Is.EqualTo(new BetaDistribution(1.2 + .5, .8).Quantile(.025)).Within(1e-9));
    }

    [TestCase("1")]
    [TestCase(null)]
    public void The_same_or_an_unsaid_version_keeps_its_weight(string? version)
    {
        var standing = For([Evidence(new Scope("pay", Version: version), verified: 1)], new Scope("pay", Version: "1"));
        Assert.That(standing.WorkedWeight, Is.EqualTo(1));
    }

    [Test]
    public void A_return_is_one_failure_of_weight_one()
    {
        var standing = For([Evidence(Scope.Everywhere, worked: 3) with { CameBack = 1, CameBackTs = Now - 5 }], Scope.Everywhere);
        Assert.Multiple(() =>
        {
            Assert.That(standing.Failed, Is.EqualTo(1));
            Assert.That(standing.FailedWeight, Is.EqualTo(1).Within(1e-9));
            Assert.That(standing.WorkedWeight, Is.EqualTo(1.5).Within(1e-9));
            Assert.That(standing.CameBackTs, Is.EqualTo(Now - 5));
        });
    }

    [Test]
    public void A_failure_without_any_success_is_to_be_avoided() =>
        Assert.That(For([Evidence(Scope.Everywhere, failed: 1)], Scope.Everywhere).Avoid, Is.True);

    [Test]
    public void A_failure_here_with_a_success_at_a_wider_level_is_not_to_be_avoided() =>
        Assert.That(For([Evidence(new Scope("mail"), worked: 1), Evidence(new Scope("pay"), failed: 1)], new Scope("pay")).Avoid, Is.False);

    [TestCase(3, 2, true)]
    [TestCase(3, 3, false)]
    [TestCase(2, 1, false)]
    public void Three_failures_that_outweigh_the_successes_are_to_be_avoided(int failed, int worked, bool avoid) =>
        Assert.That(For([Evidence(Scope.Everywhere, worked: worked, failed: failed)], Scope.Everywhere).Avoid, Is.EqualTo(avoid));

    [Test]
    public void What_most_likely_fails_is_to_be_avoided_even_after_one_failure_here()
    {
        var standing = For([Evidence(new Scope("mail"), worked: 1, verifiedFailed: 30), Evidence(new Scope("pay"), verifiedFailed: 1)], new Scope("pay"));
        Assert.Multiple(() =>
        {
            Assert.That(standing.Failed, Is.EqualTo(1));
            Assert.That(standing.High, Is.LessThan(.5));
            Assert.That(standing.Avoid, Is.True);
        });
    }

    [Test]
    public void The_newest_success_and_return_at_the_level_are_told()
    {
        var one = Evidence(new Scope("pay", "a"), worked: 1) with { LastWorkedTs = 5, CameBackTs = 9 };
        var other = Evidence(new Scope("pay", "b"), worked: 1) with { LastWorkedTs = 7, CameBackTs = null };
        var elsewhere = Evidence(new Scope("mail"), worked: 1) with { LastWorkedTs = 99, CameBackTs = 99 };
        var standing = For([one, other, elsewhere], new Scope("pay"));
        Assert.That((standing.LastWorkedTs, standing.CameBackTs), Is.EqualTo((7L, 9L)));
    }

    private static double Low(ScopedEvidence evidence) => For([evidence], Scope.Everywhere).Low!.Value;

    private static Standing For(IReadOnlyList<ScopedEvidence> evidence, Scope asked) => StandingCalculator.For(evidence, asked, Now, new OutcomeSettings());

    private static ScopedEvidence Evidence(
        Scope scope, long worked = 0, long failed = 0, long verified = 0, long verifiedFailed = 0, long unknown = 0, long age = 0) => new(
        scope, new EvidenceTally(worked, 0, verified), new EvidenceTally(failed, 0, verifiedFailed), unknown, 0, Now - age, null, null);
}
