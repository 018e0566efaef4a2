using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>What a telling of a fix becomes: new, a further sighting, or nothing at all (contract 2).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryTakingIn(Harness<RecordStore> harness)
{
    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => _memory = (await harness.RequireAsync()).Memory;

    [Test]
    public async Task A_first_telling_makes_a_fix_that_is_read_back_whole()
    {
        var told = Samples.Told(
            success: true, agent: "ops-bot", scope: new Scope("checkout", "web-1", "production", "1.2"), source: "wiki", sourceId: "page-7",
            tags: ["zeta", "alpha"], metadata: """{"a":[1,{"b":null}]}""");

        var receipt = await _memory.TellAsync(told);
        var (fix, _, _, reports) = await _memory.FixAsync(receipt.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt, Is.EqualTo(new Receipt(
                told.Id, RecordKind.Fix, "issue:" + Samples.Crash, told.Fingerprint, Durability.Committed, false, null, fix.Revision, Samples.Now,
                true, false, receipt.Vector, receipt.Graph)));
            Assert.That(receipt.Graph, Is.EqualTo(GraphState.Committed).Or.EqualTo(GraphState.Pending), "in the same file, or it follows");
            Assert.That(fix with { Tags = [], Outcomes = OutcomeCounts.None, Revision = 0 }, Is.EqualTo(new Fix
            {
                Id = told.Id,
                Fingerprint = told.Fingerprint,
                IssueText = Samples.Crash,
                Solution = Samples.Restart,
                Success = true,
                SuccessTs = Samples.Now,
                Ts = Samples.Now,
                FirstTs = Samples.Now,
                Sightings = 1,
                Agent = "ops-bot",
                Scope = new Scope("checkout", "web-1", "production", "1.2"),
                Source = "wiki",
                SourceId = "page-7",
                Tags = [],
                Metadata = new Metadata("""{"a":[1,{"b":null}]}"""),
            }));
            Assert.That(fix.Tags, Is.EqualTo(["alpha", "zeta"]));
            Assert.That(fix.Outcomes, Is.EqualTo(new OutcomeCounts(Worked: 1)));
            Assert.That(fix.Revision, Is.GreaterThan(0));
            Assert.That(reports.Select(r => (r.Id, r.Agent, r.SourceId, r.Scope)), Is.EqualTo([(told.Id, (string?)"ops-bot", (string?)"page-7", told.Scope)]));
            Assert.That(reports[0].Tags, Is.EquivalentTo(["zeta", "alpha"]));
        }
    }

    [Test]
    public async Task A_telling_that_says_nothing_of_success_is_not_a_failure()
    {
        var (fix, evidence, history, _) = await _memory.FixAsync((await _memory.TellAsync(Samples.Told(success: null))).Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fix.Success, Is.Null);
            Assert.That(fix.Outcomes, Is.EqualTo(OutcomeCounts.None));
            Assert.That(evidence, Is.Empty);
            Assert.That(history, Is.Empty);
        }
    }

    [Test]
    public async Task Saying_it_again_is_a_further_sighting_of_the_same_fix()
    {
        var first = await _memory.TellAsync(Samples.Told(success: true));
        var again = await _memory.TellAsync(Samples.Told(success: false, ts: Samples.Now + Samples.Hour));
        var (fix, _, history, reports) = await _memory.FixAsync(first.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Id, Is.EqualTo(first.Id));
            Assert.That(again.Deduplicated, Is.True);
            Assert.That(again.Revision, Is.GreaterThan(first.Revision));
            Assert.That(again.Success, Is.False);
            Assert.That(fix.Sightings, Is.EqualTo(2));
            Assert.That(fix.Outcomes, Is.EqualTo(new OutcomeCounts(Worked: 1, Failed: 1)));
            Assert.That(fix.Success, Is.False, "the newest conclusive outcome shows");
            Assert.That(history.Select(h => h.Outcome.Kind), Is.EqualTo([OutcomeKind.Failed, OutcomeKind.Worked]));
            Assert.That(reports.Select(r => r.Ts), Is.EqualTo([Samples.Now + Samples.Hour, Samples.Now]));
        }
    }

    [Test]
    public async Task The_newest_telling_shows_and_the_tags_unite()
    {
        var first = await _memory.TellAsync(Samples.Told(agent: "a", scope: Samples.Web1, ts: Samples.Now, tags: ["one", "both"], metadata: """{"n":1}"""));
        await _memory.TellAsync(Samples.Told(agent: "b", scope: Samples.Web2, ts: Samples.Now + 2, tags: ["two", "both"], metadata: """{"n":2}"""));
        await _memory.TellAsync(Samples.Told(agent: "c", scope: Samples.Web1, ts: Samples.Now - 2, tags: ["old"], metadata: """{"n":3}"""));
        var fix = (await _memory.FixAsync(first.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fix.Agent, Is.EqualTo("b"));
            Assert.That(fix.Scope, Is.EqualTo(Samples.Web2));
            Assert.That(fix.Metadata, Is.EqualTo(new Metadata("""{"n":2}""")));
            Assert.That(fix.Tags, Is.EqualTo(["both", "old", "one", "two"]));
            Assert.That(fix.Ts, Is.EqualTo(Samples.Now + 2));
            Assert.That(fix.FirstTs, Is.EqualTo(Samples.Now - 2));
            Assert.That(fix.Sightings, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Blanks_and_line_ends_do_not_split_a_fix_and_the_text_stays_as_first_told()
    {
        var first = await _memory.TellAsync(Samples.Told(solution: "kubectl  rollout restart\r\ndeploy/checkout "));
        var again = await _memory.TellAsync(Samples.Told(solution: "kubectl rollout   restart\ndeploy/checkout"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Id, Is.EqualTo(first.Id));
            Assert.That((await _memory.FixAsync(first.Id)).Fix.Solution, Is.EqualTo("kubectl  rollout restart\r\ndeploy/checkout "));
        }
    }

    [TestCase("chmod 644 /etc/app.conf", "chmod 755 /etc/app.conf")]
    [TestCase("Restart", "restart")]
    [TestCase("a: 1\n  b: 2", "a: 1\nb: 2")]
    [TestCase("rm /var/a", "rm /var/b")]
    public async Task Numbers_case_indentation_and_paths_of_a_solution_count(string one, string other)
    {
        var first = await _memory.TellAsync(Samples.Told(solution: one));
        var second = await _memory.TellAsync(Samples.Told(solution: other));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Id, Is.Not.EqualTo(first.Id));
            Assert.That(second.Deduplicated, Is.False);
        }
    }

    [Test]
    public async Task Alternatives_of_one_issue_stand_side_by_side()
    {
        var restart = await _memory.TellAsync(Samples.Told(solution: Samples.Restart, success: false));
        var rollback = await _memory.TellAsync(Samples.Told(solution: Samples.Rollback, success: true));
        var listed = await _memory.ListFixesAsync(new FixListQuery(10, Fingerprint: Samples.Print(Samples.Crash)), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Select(f => f.Fix.Id), Is.EquivalentTo([restart.Id, rollback.Id]));
            Assert.That(listed.Select(f => f.Fix.Success), Is.EquivalentTo(new bool?[] { false, true }));
            Assert.That(listed.Select(f => f.Fix.Supersedes), Is.All.Null);
        }
    }

    [Test]
    public async Task Scope_and_agent_do_not_split_a_fix()
    {
        var first = await _memory.TellAsync(Samples.Told(agent: "a", scope: Samples.Web1));
        var second = await _memory.TellAsync(Samples.Told(agent: "b", scope: new Scope("checkout", "web-2", "staging")));

        Assert.That(second.Id, Is.EqualTo(first.Id));
    }

    [Test]
    public async Task A_known_fingerprint_needs_no_issue_text()
    {
        await _memory.TellAsync(Samples.Told());
        var other = await _memory.TellAsync(Samples.Told(solution: Samples.Rollback) with { IssueText = null });

        Assert.That((await _memory.FixAsync(other.Id)).Fix.IssueText, Is.EqualTo(Samples.Crash));
    }

    [Test]
    public async Task An_unknown_fingerprint_without_issue_text_is_not_taken_in()
    {
        var taken = await _memory.TakeFixAsync(Samples.Told() with { IssueText = null }, null, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(taken, Is.Null);
            Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.Zero);
        }
    }

    [Test]
    public async Task Concurrent_tellings_of_one_fix_make_one_fix_with_all_sightings()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => _memory.TellAsync(Samples.Told(success: true, agent: $"agent-{i}", tags: [$"t{i:00}"]))));
        var fix = (await _memory.FixAsync(receipts[0].Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipts.Select(r => r.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(receipts.Count(r => !r.Deduplicated), Is.EqualTo(1));
            Assert.That(receipts.Select(r => r.Revision), Is.Unique);
            Assert.That(fix.Sightings, Is.EqualTo(32));
            Assert.That(fix.Outcomes.Worked, Is.EqualTo(32));
            Assert.That(fix.Tags, Has.Count.EqualTo(32));
        }
    }

    [Test]
    public async Task Concurrent_tellings_of_different_fixes_are_all_kept()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => _memory.TellAsync(Samples.Told(solution: $"try variant {i}"))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipts.Select(r => r.Id), Is.Unique);
            Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.EqualTo(32));
        }
    }

    [Test]
    public async Task Revisions_rise_over_all_records()
    {
        var revisions = new[]
        {
            (await _memory.TellAsync(Samples.Told())).Revision,
            (await _memory.KeepAsync(Samples.Note())).Revision,
            (await _memory.TellAsync(Samples.Told(solution: Samples.Rollback))).Revision,
            (await _memory.KeepAsync(Samples.Note(content: "other"))).Revision,
            (await _memory.TellAsync(Samples.Told())).Revision,
        };

        Assert.That(revisions, Is.Ordered.Ascending);
        Assert.That(revisions, Is.Unique);
    }
}
