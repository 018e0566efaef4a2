using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>Memories: the same key and content is the same memory (contract 2).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryMemories(Harness<RecordStore> harness)
{
    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => _memory = (await harness.RequireAsync()).Memory;

    [Test]
    public async Task A_memory_is_read_back_whole()
    {
        var note = Samples.Note(agent: "ops-bot", scope: new Scope("checkout", "web-1", "production", "1.2"), metadata: """{"a":"é"}""");
        var receipt = await _memory.KeepAsync(note);
        var read = await _memory.GetMemoryAsync(receipt.Id, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt, Is.EqualTo(new Receipt(
                note.Id, RecordKind.Memory, "runbook", null, Durability.Committed, false, null, receipt.Revision, Samples.Now, null, false,
                receipt.Vector, GraphState.NotApplicable)));
            Assert.That(read, Is.EqualTo(note with { Revision = receipt.Revision }));
        }
    }

    [Test]
    public async Task The_same_key_and_content_is_the_same_memory()
    {
        var first = await _memory.KeepAsync(Samples.Note());
        var again = await _memory.KeepAsync(Samples.Note(ts: Samples.Now + 1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Id, again.Deduplicated, again.Ts), Is.EqualTo((first.Id, true, Samples.Now + 1)));
            Assert.That(await _memory.GetMemoriesAsync("runbook", 10, CancellationToken.None), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_memory_shows_its_newest_telling()
    {
        var first = await _memory.KeepAsync(Samples.Note(agent: "a", scope: Samples.Web1));
        await _memory.KeepAsync(Samples.Note(agent: "b", scope: Samples.Web2, metadata: """{"x":1}""", ts: Samples.Now + 2));
        await _memory.KeepAsync(Samples.Note(agent: "late", ts: Samples.Now + 1));
        var read = await _memory.GetMemoryAsync(first.Id, CancellationToken.None);

        Assert.That(
            (read!.Agent, read.Scope, read.Metadata, read.Ts), Is.EqualTo(("b", Samples.Web2, new Domain.Metadata("""{"x":1}"""), Samples.Now + 2)));
    }

    [TestCase("runbook", "Drain the node first")]
    [TestCase("runbook", "drain  the node first")]
    [TestCase("runbook", "drain the node first\n")]
    [TestCase("Runbook", "drain the node first")]
    public async Task Another_key_or_content_is_a_further_memory(string key, string content)
    {
        var first = await _memory.KeepAsync(Samples.Note());
        var other = await _memory.KeepAsync(Samples.Note(key, content));

        Assert.That((other.Id == first.Id, other.Deduplicated), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task The_memories_under_a_key_come_newest_first_ties_by_id_within_the_limit()
    {
        await _memory.KeepAsync(Samples.Note(content: "a", ts: Samples.Now, id: Samples.Id(3)));
        await _memory.KeepAsync(Samples.Note(content: "b", ts: Samples.Now + 1, id: Samples.Id(2)));
        await _memory.KeepAsync(Samples.Note(content: "c", ts: Samples.Now, id: Samples.Id(1)));
        await _memory.KeepAsync(Samples.Note("runbook2", "d"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Under("runbook", 10), Is.EqualTo([Samples.Id(2), Samples.Id(1), Samples.Id(3)]));
            Assert.That(await Under("runbook", 2), Is.EqualTo([Samples.Id(2), Samples.Id(1)]));
            Assert.That(await Under("RUNBOOK", 10), Is.Empty);
            Assert.That(await Under("runboo", 10), Is.Empty);
        }
    }

    [Test]
    public async Task Concurrent_tellings_of_one_memory_make_one()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _memory.KeepAsync(Samples.Note())));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipts.Select(r => r.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(receipts.Count(r => !r.Deduplicated), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_memory_is_no_fix()
    {
        var note = await _memory.KeepAsync(Samples.Note());
        var fix = await _memory.TellAsync(Samples.Told());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _memory.GetFixAsync(note.Id, CancellationToken.None), Is.Null);
            Assert.That(await _memory.GetMemoryAsync(fix.Id, CancellationToken.None), Is.Null);
            Assert.That((await _memory.ListFixesAsync(new FixListQuery(10), CancellationToken.None)).Select(f => f.Fix.Id), Is.EqualTo([fix.Id]));
        }
    }

    private async Task<List<Guid>> Under(string key, int limit) =>
        [.. (await _memory.GetMemoriesAsync(key, limit, CancellationToken.None)).Select(m => m.Id)];
}
