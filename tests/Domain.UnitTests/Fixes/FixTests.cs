using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Fixes;

public sealed class FixTests
{
    private static readonly Guid One = new("0192f0c1-2d3e-7abc-8def-000000000001");
    private static readonly Guid Two = new("0192f0c1-2d3e-7abc-8def-000000000002");

    [Test]
    public void A_first_telling_makes_a_fix_with_one_sighting_and_no_outcome()
    {
        var fix = Fix.FirstTold(Report(One, 5, tags: ["b", "a", "b"]), "disk full");
        Assert.Multiple(() =>
        {
            Assert.That((fix.Id, fix.Sightings, fix.Ts, fix.FirstTs, fix.Success), Is.EqualTo((One, 1L, 5L, 5L, (bool?)null)));
            Assert.That(fix.Tags, Is.EqualTo(["a", "b"]));
            Assert.That(fix.Outcomes, Is.EqualTo(OutcomeCounts.None));
            Assert.That(fix.Key, Is.EqualTo("issue:disk full"));
        });
    }

    [TestCase(" ", "rotate")]
    [TestCase("disk full", "\n")]
    public void A_fix_needs_an_issue_and_a_solution(string issue, string solution) =>
        Assert.That(() => Fix.FirstTold(Report(One, 5, solution), issue), Throws.InstanceOf<DomainException>().With.Property("Code").EqualTo("conflict"));

    [Test]
    public void The_newest_telling_shows_and_tags_unite()
    {
        var fix = Fix.FirstTold(Report(One, 5, tags: ["a"]), "disk full").ToldAgain(Report(Two, 9, tags: ["c", "a"], agent: "newer", scope: new Scope("pay")));
        Assert.Multiple(() =>
        {
            Assert.That((fix.Id, fix.Sightings, fix.FirstTs, fix.Ts, fix.Agent, fix.Scope), Is.EqualTo((One, 2L, 5L, 9L, "newer", new Scope("pay"))));
            Assert.That(fix.Tags, Is.EqualTo(["a", "c"]));
        });
    }

    [Test]
    public void An_older_telling_counts_and_shows_nothing_of_its_own()
    {
        var fix = Fix.FirstTold(Report(One, 5, agent: "first"), "disk full").ToldAgain(Report(Two, 3, agent: "older", tags: ["x"]));
        Assert.That((fix.Sightings, fix.FirstTs, fix.Ts, fix.Agent), Is.EqualTo((2L, 3L, 5L, "first")));
        Assert.That(fix.Tags, Is.EqualTo(["x"]));
    }

    [Test]
    public void A_telling_at_the_same_instant_shows_as_the_newer() =>
        Assert.That(Fix.FirstTold(Report(One, 5, agent: "first"), "disk full").ToldAgain(Report(Two, 5, agent: "second")).Agent, Is.EqualTo("second"));

    [TestCase("disk full", "reboot")]
    [TestCase("memory full", "rotate the logs")]
    public void Another_fix_is_not_told_again(string issue, string solution) =>
        Assert.That(() => Fix.FirstTold(Report(One, 5), "disk full").ToldAgain(Report(Two, 6, solution, issue)), Throws.InstanceOf<DomainException>());

    [Test]
    public void Success_is_the_newest_conclusive_outcome()
    {
        var fix = Fix.FirstTold(Report(One, 5), "disk full")
            .Counted(Outcome(OutcomeKind.Failed, 20)).Counted(Outcome(OutcomeKind.Worked, 10)).Counted(Outcome(OutcomeKind.Unknown, 30)).Counted(Outcome(OutcomeKind.Attempted, 40));
        Assert.That((fix.Success, fix.SuccessTs), Is.EqualTo(((bool?)false, (long?)20)));
        Assert.That(fix.Outcomes, Is.EqualTo(new OutcomeCounts(1, 1, 0, 1, 1)));
    }

    [Test]
    public void Of_two_outcomes_at_one_instant_the_later_told_shows() => Assert.That(
        Fix.FirstTold(Report(One, 5), "disk full").Counted(Outcome(OutcomeKind.Worked, 10)).Counted(Outcome(OutcomeKind.RolledBack, 10)).Success, Is.False);

    [Test]
    public void Unknown_is_never_failure() =>
        Assert.That(Fix.FirstTold(Report(One, 5), "disk full").Counted(Outcome(OutcomeKind.Unknown, 10)).Success, Is.Null);

    [Test]
    public void An_outcome_of_another_fix_is_refused() =>
        Assert.That(() => Fix.FirstTold(Report(Two, 5), "disk full").Counted(Outcome(OutcomeKind.Worked, 10)), Throws.InstanceOf<DomainException>());

    [TestCase(true, OutcomeKind.Worked)]
    [TestCase(false, OutcomeKind.Failed)]
    public void A_telling_with_success_is_an_outcome_reported_without_a_check(bool success, OutcomeKind kind)
    {
        var outcome = (Report(Two, 5, agent: "bot") with { Success = success }).AsOutcome(One);
        Assert.That(outcome, Is.EqualTo(new OutcomeReport(Two, One, kind, Evidence.Plain, "bot", Scope.Everywhere, 5)));
    }

    [Test]
    public void A_telling_without_success_is_no_outcome() => Assert.That(Report(One, 5).AsOutcome(One), Is.Null);

    private static OutcomeReport Outcome(OutcomeKind kind, long ts) => new(Two, One, kind, Evidence.Plain, null, Scope.Everywhere, ts);

    private static FixReport Report(
        Guid id, long ts, string solution = "rotate the logs", string issue = "disk full", string[]? tags = null, string? agent = null, Scope? scope = null) => new()
    {
        Id = id,
        Fingerprint = Issue.FromText(issue).Fingerprint,
        IssueText = issue,
        Solution = solution,
        Ts = ts,
        Tags = tags ?? [],
        Agent = agent,
        Scope = scope ?? Scope.Everywhere,
    };
}
