using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts;

/// <summary>What every leg says of a hit for its ranking: as the record holds it now.</summary>
[ContractOf(typeof(IFixSearch))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixSearchFacts(Harness<RecordStore> harness)
{
    private RecordStore _store = null!;

    [SetUp]
    public async Task StartEmpty()
    {
        _store = await harness.RequireAsync();
        await _store.AdoptAsync(Searching.First);
    }

    [Test]
    public async Task A_fix_is_told_as_it_was_taken_in()
    {
        var told = await Tell(Samples.Told(success: true, scope: Samples.Web1, ts: Samples.Now - 5));

        foreach (var facts in await FactsOf(told.Id))
        {
            Assert.That((facts.IsFix, facts.Ts, facts.Success, facts.SupersededBy), Is.EqualTo((true, Samples.Now - 5, (bool?)true, (Guid?)null)));
            Assert.That(facts.Solution, Is.EqualTo(SolutionKey.Of(told.Fingerprint!.Value, Samples.Restart)));
            Assert.That(facts.Evidence.Select(e => (e.Scope, e.Worked.Total)), Is.EqualTo([(Samples.Web1, 1L)]));
        }
    }

    [Test]
    public async Task A_fix_without_outcomes_has_no_evidence()
    {
        var told = await Tell(Samples.Told());

        foreach (var facts in await FactsOf(told.Id))
            Assert.That((facts.Success, facts.Evidence.Count), Is.EqualTo(((bool?)null, 0)));
    }

    [Test]
    public async Task An_outcome_is_known_to_the_next_search()
    {
        var told = await Tell(Samples.Told(success: true));
        await _store.Memory.RecordAsync(Samples.Outcome(told.Id, OutcomeKind.Failed, EvidenceKind.Verified, scope: Samples.Web2, ts: Samples.Now + 1));

        foreach (var facts in await FactsOf(told.Id))
        {
            Assert.That(facts.Success, Is.False);
            Assert.That(facts.Evidence.In(Scope.Everywhere).Worked, Is.EqualTo(new EvidenceTally(Reported: 1)));
            Assert.That(facts.Evidence.In(Samples.Web2).Failed, Is.EqualTo(new EvidenceTally(Verified: 1)));
        }
    }

    [Test]
    public async Task A_return_of_the_issue_is_known_to_the_next_search()
    {
        var told = await Tell(Samples.Told(success: true, scope: Samples.Web1));
        await _store.Memory.SeeAsync(Samples.Seen(ts: Samples.Now + Samples.Minute));

        foreach (var facts in await FactsOf(told.Id))
            Assert.That(facts.Evidence.In(Samples.Web1).CameBack, Is.EqualTo(1));
    }

    [Test]
    public async Task A_further_telling_moves_its_instant()
    {
        var told = await Tell(Samples.Told());
        await _store.Memory.TellAsync(Samples.Told(ts: Samples.Now + 7));

        foreach (var facts in await FactsOf(told.Id))
            Assert.That(facts.Ts, Is.EqualTo(Samples.Now + 7));
    }

    [Test]
    public async Task What_was_replaced_names_its_successor_until_that_is_erased()
    {
        var told = await Tell(Samples.Told());
        var corrected = await _store.Memory.CorrectFixAsync(Samples.Correction(told.Id, told.Revision, solution: "restart it twice"), CancellationToken.None);
        foreach (var facts in await FactsOf(told.Id))
            Assert.That(facts.SupersededBy, Is.EqualTo(corrected!.Id));
        await _store.Memory.EraseAsync(RecordKind.Fix, corrected!.Id, Samples.Now, CancellationToken.None);
        foreach (var facts in await FactsOf(told.Id))
            Assert.That(facts.SupersededBy, Is.Null);
    }

    [Test]
    public async Task A_memory_is_told_as_one()
    {
        var kept = await _store.Memory.KeepAsync(Samples.Note(content: Samples.Crash, ts: Samples.Now - 3));
        await _store.EmbedAsync(Searching.First, (kept.Id, 0));
        var query = Samples.Words(Samples.Crash);
        RecordFacts[] told = [(await _store.WordsAsync(query)).Hits.Single().Record, (await _store.NearestAsync(query)).Hits.Single().Record];

        foreach (var facts in told)
        {
            Assert.That((facts.Id, facts.IsFix, facts.Ts, facts.Success, facts.Solution), Is.EqualTo((kept.Id, false, Samples.Now - 3, (bool?)null, 0UL)));
            Assert.That(facts.Evidence, Is.Empty);
        }
    }

    private async Task<Receipt> Tell(Domain.Fixes.FixReport report)
    {
        var told = await _store.Memory.TellAsync(report);
        await _store.EmbedAsync(Searching.First, (told.Id, 0));
        return told;
    }

    private async Task<RecordFacts[]> FactsOf(Guid id)
    {
        var query = Samples.Words(Samples.Crash, fingerprint: Samples.Print(Samples.Crash));
        LegHit[] hits = [.. await _store.ExactAsync(query), .. (await _store.WordsAsync(query)).Hits, .. (await _store.NearestAsync(query)).Hits];
        RecordFacts[] facts = [.. hits.Where(h => h.Id == id).Select(h => h.Record)];
        Assert.That(facts, Has.Length.EqualTo(3), "every leg finds it");
        return facts;
    }
}
