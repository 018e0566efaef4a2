using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts;

/// <summary>What a search leaves out: kinds, filters, instants, exclusions.</summary>
[ContractOf(typeof(IFixSearch))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixSearchRestrictions(Harness<RecordStore> harness)
{
    private RecordStore _store = null!;

    [SetUp]
    public async Task StartEmpty() => _store = await harness.RequireAsync();

    [Test]
    public async Task Kinds_and_the_kind_of_a_filter_restrict()
    {
        var fix = await Tell("kubelet down", "x", id: 1);
        var note = await _store.Memory.KeepAsync(Samples.Note(content: "kubelet notes"));
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (fix.Id, 0), (note.Id, 10));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.EqualTo([fix.Id, note.Id]));
            Assert.That(await _store.FoundNearAsync(Searching.Anything(kinds: SearchKinds.Fixes)), Is.EqualTo([fix.Id]));
            Assert.That(await _store.FoundNearAsync(Searching.Anything(filter: new(Scope.Everywhere, Kind: RecordKind.Memory))), Is.EqualTo([note.Id]));
            Assert.That(await _store.FoundNearAsync(Searching.Anything(filter: new(Scope.Everywhere, Kind: RecordKind.Fix))), Is.EqualTo([fix.Id]));
            Assert.That(await _store.FoundNearAsync(Searching.Anything(kinds: SearchKinds.Fixes, filter: new(Scope.Everywhere, Kind: RecordKind.Memory))), Is.Empty);
            Assert.That(await Found(Samples.Words("kubelet", kinds: SearchKinds.Fixes, filter: new(Scope.Everywhere, Kind: RecordKind.Memory))), Is.Empty);
            Assert.That(await Found(Samples.Words("kubelet")), Is.EquivalentTo([fix.Id, note.Id]));
            Assert.That(await Found(Samples.Words("kubelet", kinds: SearchKinds.Fixes)), Is.EqualTo([fix.Id]));
            Assert.That(await Found(Samples.Words("kubelet", filter: new(Scope.Everywhere, Kind: RecordKind.Memory))), Is.EqualTo([note.Id]));
            Assert.That(await Found(Samples.Words("kubelet", filter: new(Scope.Everywhere, Kind: RecordKind.Fix))), Is.EqualTo([fix.Id]));
        }
    }

    [Test]
    public async Task A_filter_is_exact_and_matches_any_telling()
    {
        var told = new Scope("checkout", "web-1", "production", "1.2");
        var fix = await Tell("kubelet down", "x", id: 1, scope: told, agent: "ops-bot", tags: ["sev1"]);
        await Tell("kubelet down", "x", id: 9, scope: new Scope("later", "later", "later", "later"), agent: "later", ts: Samples.Now + 1);
        await Tell("kubelet down", "y", id: 2, scope: new Scope("checkout2", "web-11", "prod", "1.20"), agent: "ops", tags: ["sev10"]);
        await Embed(1, 2);
        SearchFilter[] filters =
        [
            new(new Scope(Service: "checkout")), new(new Scope(Server: "web-1")), new(new Scope(Environment: "production")), new(new Scope(Version: "1.2")),
            new(told), new(Scope.Everywhere, Agent: "ops-bot"), new(Scope.Everywhere, Tag: "sev1"), new(told, "ops-bot", RecordKind.Fix, "sev1"),
        ];

        using (Assert.EnterMultipleScope())
        {
            foreach (var filter in filters)
            {
                Assert.That(await Found(Samples.Words("kubelet", filter: filter)), Is.EqualTo([fix.Id]), filter.ToString());
                Assert.That(
                    Searching.Ids(await _store.ExactAsync(Samples.Words("none", filter: filter, fingerprint: Samples.Print("kubelet down")))),
                    Is.EqualTo([fix.Id]), filter.ToString());
                Assert.That(await _store.FoundNearAsync(Searching.Anything(filter: filter)), Is.EqualTo([fix.Id]), filter.ToString());
            }

            Assert.That(await Found(Samples.Words("kubelet", filter: new(new Scope(Service: "CHECKOUT")))), Is.Empty);
            Assert.That(await _store.FoundNearAsync(Searching.Anything(filter: new(new Scope(Service: "CHECKOUT")))), Is.Empty);
        }
    }

    [Test]
    public async Task A_filter_restricts_memories_too()
    {
        var note = await _store.Memory.KeepAsync(Samples.Note(content: "kubelet notes", agent: "ops-bot", scope: Samples.Web1));
        await _store.Memory.KeepAsync(Samples.Note(content: "kubelet other notes", agent: "other", scope: Samples.Web2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Found(Samples.Words("kubelet", filter: new(Samples.Web1))), Is.EqualTo([note.Id]));
            Assert.That(await Found(Samples.Words("kubelet", filter: new(Scope.Everywhere, Agent: "ops-bot"))), Is.EqualTo([note.Id]));
        }
    }

    [Test]
    public async Task A_correction_is_no_telling()
    {
        var fix = await Tell("kubelet down", "x", id: 1, scope: Samples.Web2);
        await Embed(1);
        await _store.Memory.CorrectFixAsync(Samples.Correction(fix.Id, fix.Revision, scope: Samples.Web1), CancellationToken.None);
        foreach (var (filter, found) in new (SearchFilter, Guid[])[] { (new(Samples.Web1), []), (new(Samples.Web2), [fix.Id]) })
        {
            var query = Samples.Words("kubelet", filter: filter, fingerprint: Samples.Print("kubelet down"));
            Assert.That(await Found(query), Is.EqualTo(found));
            Assert.That(Searching.Ids(await _store.ExactAsync(query)), Is.EqualTo(found));
            Assert.That(await _store.FoundNearAsync(query), Is.EqualTo(found));
        }
    }

    [Test]
    public async Task Before_is_exclusive()
    {
        await Tell("kubelet down", "x", id: 1, ts: Samples.Now - 1);
        await Tell("kubelet down", "y", id: 2, ts: Samples.Now);
        await Embed(1, 2);
        var query = Samples.Words("kubelet", before: Samples.Now, fingerprint: Samples.Print("kubelet down"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Found(query), Is.EqualTo([Samples.Id(1)]));
            Assert.That(Searching.Ids(await _store.ExactAsync(query)), Is.EqualTo([Samples.Id(1)]));
            Assert.That(await _store.FoundNearAsync(query), Is.EqualTo([Samples.Id(1)]));
        }
    }

    [Test]
    public async Task What_is_excluded_is_not_found_and_takes_no_place()
    {
        for (var i = 1; i <= 4; i++)
            await Tell("kubelet down", $"variant {i}", id: i);
        await Embed(1, 2, 3, 4);
        var query = Samples.Words("kubelet", depth: 2, fingerprint: Samples.Print("kubelet down"), exclude: [Samples.Id(1), Samples.Id(2)]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Found(query), Is.EqualTo([Samples.Id(3), Samples.Id(4)]));
            Assert.That(Searching.Ids(await _store.ExactAsync(query)), Is.EqualTo([Samples.Id(3), Samples.Id(4)]));
            Assert.That(await _store.FoundNearAsync(query), Is.EqualTo([Samples.Id(3), Samples.Id(4)]));
        }
    }

    [Test]
    public async Task A_thousand_exclusions_are_taken()
    {
        var fix = await Tell("kubelet down", "x", id: 1);
        Guid[] others = [.. Enumerable.Range(0, Limits.Exclude).Select(_ => Samples.NewId())];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Found(Samples.Words("kubelet", exclude: others)), Is.EqualTo([fix.Id]));
            Assert.That(await Found(Samples.Words("kubelet", exclude: [.. others[1..], fix.Id])), Is.Empty);
        }
    }

    private Task<Receipt> Tell(
        string issue, string solution, int id, long ts = Samples.Now, Scope? scope = null, string? agent = null, string[]? tags = null) =>
        _store.Memory.TellAsync(Samples.Told(issue, solution, agent: agent, scope: scope, ts: ts, tags: tags, id: Samples.Id(id)));

    private Task<List<Guid>> Found(SearchQuery query) => _store.FoundByWordsAsync(query);

    // All alike, so that what is left out is left out for another reason.
    private async Task Embed(params int[] ids)
    {
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, [.. ids.Select(id => (Samples.Id(id), 0.0))]);
    }
}
