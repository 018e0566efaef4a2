using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>The lossless copy: what is exported, and what it does where it arrives (contract 5).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryExchange(Harness<RecordStore> harness)
{
    private RecordStore _store = null!;
    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => await StartAnew();

    [Test]
    public async Task An_empty_store_exports_nothing() => Assert.That(await Export(), Is.Empty);

    [Test]
    public async Task Everything_is_exported_kind_by_kind_and_each_by_id()
    {
        await Fill();
        var lines = await Export();
        var kinds = lines.Select(l => l.GetType()).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(kinds.Distinct(), Is.EqualTo([
                typeof(ExportedFix), typeof(ExportedReport), typeof(ExportedOutcome), typeof(ExportedMemory), typeof(ExportedAgent),
                typeof(ExportedEpisode), typeof(ExportedOccurrences), typeof(ExportedErasure)]));
            Assert.That(kinds.Count(k => k == typeof(ExportedFix)), Is.EqualTo(3));
            Assert.That(kinds.Count(k => k == typeof(ExportedReport)), Is.EqualTo(4));
            Assert.That(kinds.Count(k => k == typeof(ExportedOutcome)), Is.EqualTo(4));
            Assert.That(lines.OfType<ExportedFix>().Select(l => l.Fix.Id), Is.Ordered);
            Assert.That(lines.OfType<ExportedReport>().Select(l => l.Report.Id), Is.Ordered);
            Assert.That(lines.OfType<ExportedOutcome>().Select(l => l.Entry.Outcome.Id), Is.Ordered);
            Assert.That(lines.OfType<ExportedOutcome>().Count(l => !l.Entry.Counted), Is.EqualTo(1));
            Assert.That(lines.OfType<ExportedMemory>().Select(l => l.Memory.Id), Is.Ordered);
            Assert.That(lines.OfType<ExportedEpisode>().Single().CameBack, Has.Count.EqualTo(1));
            Assert.That(lines.OfType<ExportedOccurrences>().Select(l => l.First), Is.EqualTo([1, 1 + ExportedOccurrences.Most]));
            Assert.That(lines.OfType<ExportedOccurrences>().Select(l => l.Seen.Count), Is.EqualTo([ExportedOccurrences.Most, 1]));
        }
    }

    [Test]
    public async Task An_export_taken_in_by_an_empty_store_gives_the_same_export()
    {
        var filled = await Fill();
        var lines = await Export();
        var before = await _memory.FixAsync(filled);

        await StartAnew();
        foreach (var line in lines)
        {
            var receipt = await Import(line);
            Assert.That(receipt.Deduplicated, Is.False, Shown(line));
        }

        var after = await _memory.FixAsync(filled);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Export()).Select(Shown), Is.EqualTo(lines.Select(Shown)));
            Assert.That(after.Evidence, Is.EquivalentTo(before.Evidence));
            Assert.That(after.History, Is.EqualTo(before.History));
            Assert.That((after.Fix.Sightings, after.Fix.Success, after.Fix.SuccessTs, after.Fix.Outcomes),
                Is.EqualTo((before.Fix.Sightings, before.Fix.Success, before.Fix.SuccessTs, before.Fix.Outcomes)));
        }
    }

    [Test]
    public async Task Every_occurrence_of_a_copy_counts_at_its_own_time()
    {
        await Fill();
        var lines = await Export();
        var before = await PatternsAcrossTheEpisode();

        await StartAnew();
        foreach (var line in lines)
            await Import(line);
        var after = await PatternsAcrossTheEpisode();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Count, Is.Positive);
            Assert.That(before.PreviousCount, Is.Positive);
            Assert.That((after.Count, after.PreviousCount, after.FirstSeen, after.LastSeen),
                Is.EqualTo((before.Count, before.PreviousCount, before.FirstSeen, before.LastSeen)));
        }
    }

    [Test]
    public async Task Occurrences_that_no_episode_counts_are_refused()
    {
        await Fill();
        var lines = await Export();
        var episode = lines.OfType<ExportedEpisode>().Single().Episode;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Refusal.OfAsync(() => Import(new ExportedOccurrences(Samples.NewId(), 1, [Samples.Now]))), Is.EqualTo(ProblemCodes.Conflict));
            Assert.That(
                await Refusal.OfAsync(() => Import(new ExportedOccurrences(episode.Id, episode.Count, [Samples.Now, Samples.Now]))),
                Is.EqualTo(ProblemCodes.Conflict));
            Assert.That((await Export()).Select(Shown), Is.EqualTo(lines.Select(Shown)));
        }
    }

    [Test]
    public async Task What_was_copied_is_found_as_what_was_told()
    {
        var filled = await Fill();
        var lines = await Export();
        await StartAnew();
        foreach (var line in lines)
            await Import(line);
        var query = Samples.Words("OutOfMemoryError", fingerprint: Samples.Print(Samples.Crash));
        var stats = await _memory.GetStatsAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _store.FoundByWordsAsync(query), Does.Contain(filled));
            Assert.That(Searching.Ids(await _store.ExactAsync(query)), Does.Contain(filled));
            Assert.That(await _store.WaitingAsync(), Has.Count.EqualTo(4), "vectors are made here");
            Assert.That((await _memory.FindSimilarAsync("checkout CRASHES", 10, CancellationToken.None)).Select(f => f.Fix.Id), Does.Contain(filled));
            Assert.That(await _memory.GetMemoriesAsync("runbook", 10, CancellationToken.None), Has.Count.EqualTo(1));
            Assert.That((stats.Fixes, stats.Memories, stats.Outcomes, stats.Agents), Is.EqualTo((3L, 1L, 4L, 1L)));
            Assert.That(await _memory.TellAsync(Samples.Told()), Has.Property(nameof(Receipt.Id)).EqualTo(filled), "the copy knows the fix again");
        }
    }

    [Test]
    public async Task Taking_in_an_export_twice_changes_nothing_and_says_so()
    {
        await Fill();
        var lines = await Export();
        var revisions = await Revisions();
        foreach (var line in lines)
        {
            Assert.That((await Import(line)).Deduplicated, Is.True, Shown(line));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Export()).Select(Shown), Is.EqualTo(lines.Select(Shown)));
            Assert.That(await Revisions(), Is.EqualTo(revisions));
        }
    }

    [Test]
    public async Task A_twin_is_merged_when_it_arrives_and_its_id_stays_valid()
    {
        var here = await _memory.TellAsync(Samples.Told(agent: "here", tags: ["here"], success: true));
        var told = Samples.Told(agent: "there", tags: ["there"], success: false, ts: Samples.Now + Samples.Hour);
        var twin = Fix.FirstTold(told, Samples.Crash);

        var receipt = await Import(new ExportedFix(twin));
        await Import(new ExportedReport(twin.Id, told));
        await Import(new ExportedOutcome(new OutcomeEntry(told.AsOutcome(twin.Id)!, Counted: true)));
        var merged = (await _memory.FixAsync(here.Id)).Fix;
        var byTwin = (await _memory.FixAsync(twin.Id)).Fix;
        var outcome = await _memory.RecordAsync(Samples.Outcome(twin.Id, application: "later"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((receipt.Deduplicated, receipt.MergedInto), Is.EqualTo((false, (Guid?)here.Id)));
            Assert.That((merged.Sightings, merged.Agent, merged.Success), Is.EqualTo((2L, "there", (bool?)false)));
            Assert.That(merged.Outcomes, Is.EqualTo(new OutcomeCounts(Worked: 1, Failed: 1)));
            Assert.That(merged.Tags, Is.EqualTo(["here", "there"]));
            Assert.That((byTwin.Id, byTwin.MergedInto, byTwin.Sightings), Is.EqualTo((twin.Id, (Guid?)here.Id, 2L)));
            Assert.That(outcome.FixId, Is.EqualTo(here.Id));
            Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.EqualTo(1));
            Assert.That((await _memory.ListFixesAsync(new FixListQuery(10), CancellationToken.None)).Select(f => f.Fix.Id), Is.EqualTo([here.Id]));
        }
    }

    [Test]
    public async Task A_merged_twin_that_arrives_again_says_where_it_went()
    {
        var here = await _memory.TellAsync(Samples.Told());
        var twin = new ExportedFix(Fix.FirstTold(Samples.Told(), Samples.Crash));
        await Import(twin);
        var again = await Import(twin);

        Assert.That((again.Deduplicated, again.MergedInto), Is.EqualTo((true, (Guid?)here.Id)));
    }

    [Test]
    public async Task Erasing_by_the_id_of_a_merged_twin_erases_the_fix()
    {
        var here = await _memory.TellAsync(Samples.Told());
        var twin = Fix.FirstTold(Samples.Told(), Samples.Crash);
        await Import(new ExportedFix(twin));
        await _memory.EraseAsync(RecordKind.Fix, twin.Id, Samples.Now, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Refusal.OfAsync(() => _memory.GetFixAsync(here.Id, CancellationToken.None)), Is.EqualTo(ProblemCodes.Erased));
            Assert.That(await Refusal.OfAsync(() => _memory.GetFixAsync(twin.Id, CancellationToken.None)), Is.EqualTo(ProblemCodes.Erased));
        }
    }

    [Test]
    public async Task A_line_about_a_fix_that_is_not_there_is_refused()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Refusal.OfAsync(() => Import(new ExportedReport(Samples.NewId(), Samples.Told()))), Is.Not.Null);
            Assert.That(await Refusal.OfAsync(() => Import(new ExportedOutcome(new OutcomeEntry(Samples.Outcome(Samples.NewId()), true)))), Is.Not.Null);
        }

        Assert.That(await Export(), Is.Empty);
    }

    [Test]
    public async Task What_was_erased_here_does_not_come_back_by_a_copy()
    {
        var told = await _memory.TellAsync(Samples.Told());
        var note = await _memory.KeepAsync(Samples.Note());
        var lines = await Export();
        await _memory.EraseAsync(RecordKind.Fix, told.Id, Samples.Now, CancellationToken.None);
        await _memory.EraseAsync(RecordKind.Memory, note.Id, Samples.Now, CancellationToken.None);

        foreach (var line in lines)
            Assert.That(await Refusal.OfAsync(() => Import(line)), Is.EqualTo(ProblemCodes.Erased), Shown(line));
        Assert.That((await Export()).Select(l => l.GetType()), Is.All.EqualTo(typeof(ExportedErasure)));
    }

    [Test]
    public async Task An_erasure_that_arrives_erases_here()
    {
        var told = await _memory.TellAsync(Samples.Told());
        var receipt = await Import(new ExportedErasure(RecordKind.Fix, told.Id, Samples.Now));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt.Deduplicated, Is.False);
            Assert.That(await Refusal.OfAsync(() => _memory.GetFixAsync(told.Id, CancellationToken.None)), Is.EqualTo(ProblemCodes.Erased));
        }
    }

    [Test]
    public async Task What_is_there_already_stays_as_it_is()
    {
        var told = await _memory.TellAsync(Samples.Told(agent: "mine"));
        await _store.Agents.RegisterAsync(new AgentRegistration("probe", "web-1"), Samples.Now, null, CancellationToken.None);
        var fix = (await _memory.FixAsync(told.Id)).Fix;

        var fixAgain = await Import(new ExportedFix(fix with { Agent = "theirs", Solution = "something else" }));
        var agentAgain = await Import(new ExportedAgent(Agent.Registered(new AgentRegistration("probe", "web-9"), Samples.Now + 1)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((fixAgain.Deduplicated, agentAgain.Deduplicated), Is.EqualTo((true, true)));
            Assert.That((await _memory.FixAsync(told.Id)).Fix.Agent, Is.EqualTo("mine"));
            Assert.That((await _store.Agents.GetAsync("probe", CancellationToken.None))!.Server, Is.EqualTo("web-1"));
        }
    }

    private async Task StartAnew()
    {
        _store = await harness.RequireAsync();
        _memory = _store.Memory;
    }

    /// <summary>One of everything, and returns the fix that came back.</summary>
    private async Task<Guid> Fill()
    {
        var fix = await _memory.TellAsync(Samples.Told(
            success: true, agent: "ops-bot", scope: Samples.Web1, source: "wiki", sourceId: "7", tags: ["b", "a"], metadata: """{"n": 1}"""));
        await _memory.TellAsync(Samples.Told(success: true, agent: "other", scope: Samples.Web2, ts: Samples.Now + Samples.Hour, tags: ["c"]));
        await _memory.TellAsync(Samples.Told(solution: Samples.Rollback, source: "wiki", sourceId: "7"));
        await _memory.RecordAsync(Samples.Outcome(fix.Id, OutcomeKind.Attempted, EvidenceKind.Person, application: "one", note: "seen"));
        await _memory.RecordAsync(Samples.Outcome(fix.Id, OutcomeKind.Attempted, application: "one"));
        for (var n = 0; n <= ExportedOccurrences.Most; n++)
            await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + Samples.Minute + n, source: "alerts"));
        await _memory.KeepAsync(Samples.Note(agent: "ops-bot", metadata: """{"k": true}"""));
        await _store.Agents.RegisterAsync(new AgentRegistration("probe", "web-1", "machine-1", 30, new Metadata("{}")), Samples.Now, null, CancellationToken.None);
        var gone = await _memory.TellAsync(Samples.Told(Samples.DiskFull));
        await _memory.TellAsync(Samples.Told("a third issue"));
        await _memory.EraseAsync(RecordKind.Fix, gone.Id, Samples.Now, CancellationToken.None);
        return fix.Id;
    }

    private async Task<List<ExportRecord>> Export() => await _memory.ExportAsync(CancellationToken.None).ToListAsync();

    private async Task<ImportedReceipt> Import(ExportRecord line) => (await _memory.ImportAsync(line, null, CancellationToken.None)).Value;

    // The window begins amid the episode's occurrences.
    private async Task<IssuePattern> PatternsAcrossTheEpisode() => (await _memory.GetPatternsAsync(
        Samples.Now + Samples.Minute + 10, Samples.Now, Samples.Now + Samples.Minute + 500, 10, CancellationToken.None)).Single();

    private async Task<List<long>> Revisions() =>
        [.. (await _memory.ListFixesAsync(new FixListQuery(10), CancellationToken.None)).Select(f => f.Fix.Revision)];

    // Revisions are each store's own; lists inside records compare by reference, so they are written out.
    private static string Shown(ExportRecord line) => line switch
    {
        ExportedFix l => $"{l.Fix with { Tags = [], Revision = 0 }} [{string.Join(',', l.Fix.Tags)}]",
        ExportedReport l => $"{l.FixId} {l.Report with { Tags = [] }} [{string.Join(',', l.Report.Tags)}]",
        ExportedMemory l => $"{l.Memory with { Revision = 0 }}",
        ExportedOccurrences l => $"{l.EpisodeId} {l.First} [{string.Join(',', l.Seen)}]",
        ExportedEpisode l => $"{l.Episode} {l.IssueText} [{string.Join(',', l.CameBack)}]",
        _ => line.ToString(),
    };
}
