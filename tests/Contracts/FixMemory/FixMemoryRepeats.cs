using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>What makes two tellings one: instant, agent and outcome, or a source's own id (contract 2).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryRepeats(Harness<RecordStore> harness)
{
    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => _memory = (await harness.RequireAsync()).Memory;

    [Test]
    public async Task The_same_telling_twice_changes_nothing_at_all()
    {
        var first = await _memory.TellAsync(Samples.Told(success: true, agent: "a", tsGiven: true, tags: ["x"]));
        var before = await _memory.FixAsync(first.Id);

        var again = await _memory.TellAsync(Samples.Told(success: true, agent: "a", tsGiven: true, tags: ["y"]));
        var after = await _memory.FixAsync(first.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Deduplicated, Is.True);
            Assert.That(again.Id, Is.EqualTo(first.Id));
            Assert.That(again.Revision, Is.EqualTo(first.Revision));
            Assert.That(after.Fix.Sightings, Is.EqualTo(1));
            Assert.That(after.Fix.Tags, Is.EqualTo(["x"]));
            Assert.That(after.Fix.Outcomes, Is.EqualTo(before.Fix.Outcomes));
            Assert.That(after.Reports, Has.Count.EqualTo(1));
            Assert.That(after.History, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Another_instant_agent_or_outcome_makes_another_telling()
    {
        var id = (await _memory.TellAsync(Samples.Told(success: true, agent: "a", tsGiven: true))).Id;
        await _memory.TellAsync(Samples.Told(success: true, agent: "a", tsGiven: true, ts: Samples.Now + 1));
        await _memory.TellAsync(Samples.Told(success: true, agent: "b", tsGiven: true));
        await _memory.TellAsync(Samples.Told(success: false, agent: "a", tsGiven: true));

        Assert.That((await _memory.FixAsync(id)).Fix.Sightings, Is.EqualTo(4));
    }

    [Test]
    public async Task Instants_that_we_gave_ourselves_make_no_two_tellings_one()
    {
        var id = (await _memory.TellAsync(Samples.Told(agent: "a", tsGiven: false))).Id;
        await _memory.TellAsync(Samples.Told(agent: "a", tsGiven: false));

        Assert.That((await _memory.FixAsync(id)).Fix.Sightings, Is.EqualTo(2));
    }

    [Test]
    public async Task A_telling_that_arrives_twice_under_its_own_id_is_one()
    {
        var telling = Samples.Told(success: true, agent: "a", tsGiven: false);
        var first = await _memory.TellAsync(telling);
        var again = await _memory.TellAsync(telling);

        Assert.That((again.Id, again.Deduplicated, again.Revision), Is.EqualTo((first.Id, true, first.Revision)));
        Assert.That((await _memory.FixAsync(first.Id)).Fix.Sightings, Is.EqualTo(1));
    }

    [Test]
    public async Task The_same_source_id_with_the_same_content_changes_nothing()
    {
        var first = await _memory.TellAsync(Samples.Told(source: "wiki", sourceId: "7", ts: Samples.Now));
        var again = await _memory.TellAsync(Samples.Told(source: "wiki", sourceId: "7", ts: Samples.Now + Samples.Day));
        var fix = (await _memory.FixAsync(first.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Id, Is.EqualTo(first.Id));
            Assert.That(again.Deduplicated, Is.True);
            Assert.That(fix.Sightings, Is.EqualTo(1));
            Assert.That(fix.Ts, Is.EqualTo(Samples.Now));
        }
    }

    [Test]
    public async Task The_same_source_id_with_another_solution_supersedes_the_fix_before()
    {
        var old = await _memory.TellAsync(Samples.Told(solution: "version one", source: "wiki", sourceId: "7", success: true));
        var edited = await _memory.TellAsync(Samples.Told(solution: "version two", source: "wiki", sourceId: "7"));
        var oldFix = (await _memory.FixAsync(old.Id)).Fix;
        var newFix = (await _memory.FixAsync(edited.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(edited.Id, Is.Not.EqualTo(old.Id));
            Assert.That(edited.Deduplicated, Is.False);
            Assert.That(newFix.Supersedes, Is.EqualTo(old.Id));
            Assert.That(oldFix.SupersededBy, Is.EqualTo(edited.Id));
            Assert.That(oldFix.Revision, Is.GreaterThan(old.Revision), "what changed has a new revision");
            Assert.That(oldFix.Outcomes.Worked, Is.EqualTo(1), "outcomes stay with the text they were made with");
            Assert.That(newFix.Outcomes, Is.EqualTo(OutcomeCounts.None));
        }
    }

    [Test]
    public async Task A_source_told_twice_from_the_beginning_changes_nothing_the_second_time()
    {
        string[] versions = ["version one", "version two", "version three"];
        var first = new List<Receipt>();
        var second = new List<Receipt>();
        foreach (var solution in versions)
            first.Add(await _memory.TellAsync(Samples.Told(solution: solution, source: "wiki", sourceId: "7")));
        var before = await _memory.GetManyAsync([.. first.Select(r => r.Id)], CancellationToken.None);
        foreach (var solution in versions)
            second.Add(await _memory.TellAsync(Samples.Told(solution: solution, source: "wiki", sourceId: "7")));
        var after = await _memory.GetManyAsync([.. first.Select(r => r.Id)], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Select(r => r.Id), Is.EqualTo(first.Select(r => r.Id)));
            Assert.That(second.Select(r => r.Deduplicated), Is.All.True);
            Assert.That(after.Select(r => r.Fix!.Fix.Revision), Is.EqualTo(before.Select(r => r.Fix!.Fix.Revision)));
        }
    }

    [Test]
    public async Task The_source_alone_or_another_source_joins_nothing()
    {
        await _memory.TellAsync(Samples.Told(solution: "one", source: "wiki", sourceId: "7"));
        var other = await _memory.TellAsync(Samples.Told(solution: "two", source: "blog", sourceId: "7"));
        await _memory.TellAsync(Samples.Told(solution: "three", source: "wiki"));
        var withoutId = await _memory.TellAsync(Samples.Told(solution: "four", source: "wiki"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _memory.FixAsync(other.Id)).Fix.Supersedes, Is.Null);
            Assert.That((await _memory.FixAsync(withoutId.Id)).Fix.Supersedes, Is.Null);
        }
    }
}
