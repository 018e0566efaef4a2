using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>Corrections and erasure (contract 5).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryErasure(Harness<RecordStore> harness)
{
    private RecordStore _store = null!;
    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty()
    {
        _store = await harness.RequireAsync();
        _memory = _store.Memory;
    }

    [Test]
    public async Task A_correction_changes_what_it_names_and_nothing_else()
    {
        var told = await _memory.TellAsync(Samples.Told(success: true, scope: Samples.Web1, tags: ["old"], metadata: """{"a":1}"""));
        var corrected = await _memory.CorrectFixAsync(Samples.Correction(told.Id, told.Revision, tags: ["new", "also"]), CancellationToken.None);
        var read = (await _memory.FixAsync(told.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(corrected!.Id, Is.EqualTo(told.Id));
            Assert.That(corrected.Revision, Is.GreaterThan(told.Revision));
            Assert.That(corrected.Tags, Is.EqualTo(["also", "new"]));
            Assert.That(corrected.Metadata, Is.EqualTo(new Metadata("""{"a":1}""")));
            Assert.That(corrected.Scope, Is.EqualTo(Samples.Web1));
            Assert.That(corrected.Success, Is.True);
            Assert.That((read.Revision, read.Sightings), Is.EqualTo((corrected.Revision, 1)));
            Assert.That(read.Tags, Is.EqualTo(corrected.Tags));
        }
    }

    [Test]
    public async Task A_correction_replaces_metadata_and_scope_whole()
    {
        var told = await _memory.TellAsync(Samples.Told(scope: Samples.Web1, tags: ["kept"], metadata: """{"a":1}"""));
        await _memory.CorrectFixAsync(
            Samples.Correction(told.Id, told.Revision, metadata: """{"b":2}""", scope: new(Service: "checkout")), CancellationToken.None);
        var read = (await _memory.FixAsync(told.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Metadata, Is.EqualTo(new Metadata("""{"b":2}""")));
            Assert.That(read.Scope, Is.EqualTo(new Domain.Scopes.Scope(Service: "checkout")));
            Assert.That(read.Tags, Is.EqualTo(["kept"]));
        }
    }

    [Test]
    public async Task A_corrected_solution_is_a_new_fix_that_supersedes_the_old_one()
    {
        var told = await _memory.TellAsync(Samples.Told(success: true, tags: ["kept"]));
        var successor = Samples.NewId();
        var corrected = await _memory.CorrectFixAsync(
            Samples.Correction(told.Id, told.Revision, solution: "restart it twice", successor: successor), CancellationToken.None);
        var old = (await _memory.FixAsync(told.Id)).Fix;
        var read = (await _memory.FixAsync(successor)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((corrected!.Id, corrected.Supersedes, corrected.Solution), Is.EqualTo((successor, (Guid?)told.Id, "restart it twice")));
            Assert.That(corrected.Outcomes, Is.EqualTo(OutcomeCounts.None));
            Assert.That(corrected.Tags, Is.EqualTo(["kept"]));
            Assert.That((old.SupersededBy, old.Solution, old.Outcomes.Worked), Is.EqualTo(((Guid?)successor, Samples.Restart, 1L)));
            Assert.That((read.Revision, read.Fingerprint, read.IssueText), Is.EqualTo((corrected.Revision, old.Fingerprint, Samples.Crash)));
        }
    }

    [Test]
    public async Task Recall_reads_the_successor_of_a_superseded_fix()
    {
        var told = await _memory.TellAsync(Samples.Told());
        var corrected = await _memory.CorrectFixAsync(Samples.Correction(told.Id, told.Revision, solution: "restart it twice"), CancellationToken.None);
        var many = await _memory.GetManyAsync([told.Id], CancellationToken.None);

        Assert.That(many.Single().Fix!.Fix.SupersededBy, Is.EqualTo(corrected!.Id));
    }

    [Test]
    public async Task A_correction_of_what_has_changed_since_is_refused_and_changes_nothing()
    {
        var first = await _memory.TellAsync(Samples.Told(tags: ["x"]));
        await _memory.TellAsync(Samples.Told());

        await AssertRefused(() => _memory.CorrectFixAsync(Samples.Correction(first.Id, first.Revision, tags: ["y"]), CancellationToken.None), ProblemCodes.RevisionStale);
        Assert.That((await _memory.FixAsync(first.Id)).Fix.Tags, Is.EqualTo(["x"]));
    }

    [Test]
    public async Task Of_concurrent_corrections_of_one_revision_one_is_taken()
    {
        var told = await _memory.TellAsync(Samples.Told());
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Refusal.OfAsync(
            () => _memory.CorrectFixAsync(Samples.Correction(told.Id, told.Revision, tags: [$"t{i}"]), CancellationToken.None))));

        Assert.That(results.Count(r => r is null), Is.EqualTo(1));
        Assert.That(results.Where(r => r is not null), Is.All.EqualTo(ProblemCodes.RevisionStale));
    }

    [Test]
    public async Task What_never_was_is_neither_corrected_nor_erased()
    {
        var note = await _memory.KeepAsync(Samples.Note());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _memory.CorrectFixAsync(Samples.Correction(Samples.NewId(), 1, tags: ["x"]), CancellationToken.None), Is.Null);
            Assert.That(await _memory.EraseAsync(RecordKind.Fix, Samples.NewId(), Samples.Now, CancellationToken.None), Is.Null);
            Assert.That(await _memory.EraseAsync(RecordKind.Memory, Samples.NewId(), Samples.Now, CancellationToken.None), Is.Null);
            Assert.That(await _memory.EraseAsync(RecordKind.Fix, note.Id, Samples.Now, CancellationToken.None), Is.Null, "a memory is no fix");
            Assert.That(await _memory.GetFixAsync(Samples.NewId(), CancellationToken.None), Is.Null);
            Assert.That(await _memory.GetMemoryAsync(Samples.NewId(), CancellationToken.None), Is.Null);
        }
    }

    [Test]
    public async Task An_erased_fix_says_so_wherever_it_is_named()
    {
        var told = await _memory.TellAsync(Samples.Told());
        var receipt = await _memory.EraseAsync(RecordKind.Fix, told.Id, Samples.Now, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((receipt!.Id, receipt.Already), Is.EqualTo((told.Id, false)));
            Assert.That(receipt.Note, Is.Not.Empty);
        }

        await AssertRefused(() => _memory.GetFixAsync(told.Id, CancellationToken.None), ProblemCodes.Erased);
        await AssertRefused(() => _memory.RecordOutcomeAsync(Samples.Outcome(told.Id), null, CancellationToken.None), ProblemCodes.Erased);
        await AssertRefused(() => _memory.CorrectFixAsync(Samples.Correction(told.Id, told.Revision, tags: ["x"]), CancellationToken.None), ProblemCodes.Erased);
    }

    [Test]
    public async Task An_erased_memory_says_so_and_is_found_by_no_search()
    {
        var kept = await _memory.KeepAsync(Samples.Note());
        var query = Samples.Words(Samples.Note().Content);
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (kept.Id, 0));
        await _memory.EraseAsync(RecordKind.Memory, kept.Id, Samples.Now, CancellationToken.None);

        await AssertRefused(() => _memory.GetMemoryAsync(kept.Id, CancellationToken.None), ProblemCodes.Erased);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _memory.GetMemoriesAsync("runbook", 10, CancellationToken.None), Is.Empty);
            Assert.That(await _store.FoundByWordsAsync(query), Is.Empty);
            Assert.That(await _store.FoundNearAsync(query), Is.Empty);
        }
    }

    [Test]
    public async Task An_erased_fix_is_found_by_no_list_no_count_and_no_search()
    {
        var told = await _memory.TellAsync(Samples.Told(success: true, scope: Samples.Web1));
        var pending = await _memory.TellAsync(Samples.Told(solution: Samples.Rollback));
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (told.Id, 0));
        foreach (var id in new[] { told.Id, pending.Id })
            await _memory.EraseAsync(RecordKind.Fix, id, Samples.Now, CancellationToken.None);
        var query = Samples.Words(Samples.Crash, fingerprint: Samples.Print(Samples.Crash));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _memory.ListFixesAsync(new FixListQuery(10), CancellationToken.None), Is.Empty);
            Assert.That(await _memory.FindSimilarAsync("checkout", 10, CancellationToken.None), Is.Empty);
            Assert.That(await _memory.GetManyAsync([told.Id], CancellationToken.None), Is.Empty);
            Assert.That(await _memory.CountSuccessAsync(null, CancellationToken.None), Is.EqualTo(new SuccessCounts(0, 0, 0, 0)));
            Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.Zero);
            Assert.That(await _store.FoundByWordsAsync(query), Is.Empty);
            Assert.That(await _store.ExactAsync(query), Is.Empty);
            Assert.That(await _store.FoundNearAsync(query), Is.Empty);
            Assert.That(await _store.WaitingAsync(), Is.Empty);
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Searching.First, null, 0, 0, 0)));
        }
    }

    [Test]
    public async Task The_text_of_an_erased_fix_is_in_no_export()
    {
        var told = await _memory.TellAsync(Samples.Told(issue: "the secret hunter2 leaked", solution: "rotate hunter2", success: true, tags: ["hunter2"]));
        await _memory.EraseAsync(RecordKind.Fix, told.Id, Samples.Now, CancellationToken.None);
        var lines = await _memory.ExportAsync(CancellationToken.None).ToListAsync();

        Assert.That(lines, Is.EqualTo([new ExportedErasure(RecordKind.Fix, told.Id, Samples.Now)]));
    }

    [TestCase(RecordKind.Fix)]
    [TestCase(RecordKind.Memory)]
    public async Task Erasing_twice_is_harmless(RecordKind kind)
    {
        var id = (kind == RecordKind.Fix ? await _memory.TellAsync(Samples.Told()) : await _memory.KeepAsync(Samples.Note())).Id;
        var first = await _memory.EraseAsync(kind, id, Samples.Now, CancellationToken.None);
        var again = await _memory.EraseAsync(kind, id, Samples.Now + 1, CancellationToken.None);

        Assert.That((first!.Already, again!.Already), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task The_same_text_may_be_remembered_anew_after_erasing()
    {
        var erased = await _memory.TellAsync(Samples.Told(success: false));
        await _memory.EraseAsync(RecordKind.Fix, erased.Id, Samples.Now, CancellationToken.None);
        var anew = await _memory.TellAsync(Samples.Told(success: true));
        var fix = (await _memory.FixAsync(anew.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(anew.Id, Is.Not.EqualTo(erased.Id));
            Assert.That(anew.Deduplicated, Is.False);
            Assert.That(fix.Sightings, Is.EqualTo(1));
            Assert.That(fix.Outcomes, Is.EqualTo(new OutcomeCounts(Worked: 1)));
            Assert.That((await _memory.FindSimilarAsync("CHECKOUT", 10, CancellationToken.None)).Select(f => f.Fix.Id), Is.EqualTo([anew.Id]));
        }
    }

    [Test]
    public async Task The_same_memory_may_be_kept_anew_after_erasing()
    {
        var erased = await _memory.KeepAsync(Samples.Note());
        await _memory.EraseAsync(RecordKind.Memory, erased.Id, Samples.Now, CancellationToken.None);
        var anew = await _memory.KeepAsync(Samples.Note());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((anew.Id == erased.Id, anew.Deduplicated), Is.EqualTo((false, false)));
            Assert.That((await _memory.GetMemoriesAsync("runbook", 10, CancellationToken.None)).Select(m => m.Id), Is.EqualTo([anew.Id]));
        }
    }

    [Test]
    public async Task Erasing_one_alternative_leaves_the_others()
    {
        var first = await _memory.TellAsync(Samples.Told());
        var second = await _memory.TellAsync(Samples.Told(solution: Samples.Rollback, success: true));
        await _memory.EraseAsync(RecordKind.Fix, first.Id, Samples.Now, CancellationToken.None);
        var kept = (await _memory.FixAsync(second.Id)).Fix;

        Assert.That((kept.IssueText, kept.Solution, kept.Success), Is.EqualTo((Samples.Crash, Samples.Rollback, (bool?)true)));
    }

    private static async Task AssertRefused(Func<Task> act, string code) => Assert.That(await Refusal.OfAsync(act), Is.EqualTo(code));
}
