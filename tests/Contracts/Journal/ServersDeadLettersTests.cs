using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Outbox;
using ObsControlPlane.Infrastructure.Servers;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>Two sources in one list: what the record refused of the journal, then what the graph refused of the outbox.</summary>
public sealed class ServersDeadLettersTests
{
    private readonly MemoryOutbox _outbox = new();
    private JournaledRecord _store = null!;
    private ServersDeadLetters _letters = null!;

    [SetUp]
    public async Task RefuseAsync()
    {
        _store = new JournaledRecord();
        _letters = new ServersDeadLetters(_store.Journal, _store.Kinds, _outbox);
        _store.Where.IsAway = true;
        for (var number = 1; number <= 3; number++)
            await _store.Memory.RecordAsync(Samples.Outcome(Samples.Id(number)));
        _store.Where.IsAway = false;
        await _store.DrainAsync();
        _outbox.Clear();
        for (var number = 1; number <= 3; number++)
            _outbox.Add(null);
        foreach (var item in await _outbox.ClaimAsync(3, TimeSpan.FromSeconds(1), default))
            await _outbox.ParkAsync(item, "no", default);
    }

    [TearDown]
    public async Task CloseAsync() => await _store.DisposeAsync();

    [Test]
    public async Task The_records_come_before_the_graphs_and_the_oldest_of_each_first()
    {
        var all = await _letters.ListAsync(null, 201, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Select(letter => letter.Store), Is.EqualTo(["memory", "memory", "memory", "graph", "graph", "graph"]));
            Assert.That(all.Take(3).Select(letter => (letter.Kind, letter.Subject)), Is.EqualTo([("outcome", $"{Samples.Id(1)}"), ("outcome", $"{Samples.Id(2)}"), ("outcome", $"{Samples.Id(3)}")]));
            Assert.That(all.Skip(3).Select(letter => letter.Id), Is.EqualTo(["graph-1", "graph-2", "graph-3"]));
            Assert.That(all.Select(letter => letter.Id), Is.Unique.And.All.Matches("^(memory-[0-9a-f]{8}|graph)-[0-9]+$"));
            Assert.That(all, Is.All.Matches<DeadLetter>(letter => letter.Attempts == 1 && letter.WrittenAt <= letter.RefusedAt && letter.Reason.Length > 0));
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    [TestCase(6)]
    public async Task Page_by_page_it_is_the_same_list(int limit)
    {
        var all = await _letters.ListAsync(null, 201, default);
        var paged = new List<DeadLetter>();
        while (await _letters.ListAsync(paged.LastOrDefault()?.Id, limit, default) is { Count: > 0 } page)
        {
            Assert.That(page, Has.Count.LessThanOrEqualTo(limit));
            paged.AddRange(page);
        }

        Assert.That(paged, Is.EqualTo(all));
    }

    [Test]
    public async Task Tried_again_the_records_are_given_at_once_and_count_their_tries()
    {
        var all = await _letters.ListAsync(null, 201, default);
        await _store.Record.TellAsync(Samples.Told(id: Samples.Id(1)));
        await _letters.RetryAsync(all[0].Id, default);
        await _letters.RetryAsync(all[1].Id, default);
        await _store.DrainByItselfAsync(async () => !await _store.Journal.HoldsAnyAsync(default));

        var left = await _letters.ListAsync(null, 2, default);
        Assert.That((await _store.Record.FixAsync(Samples.Id(1))).Fix.Outcomes.Worked, Is.EqualTo(1));
        Assert.That(left.Select(letter => (letter.Subject, letter.Attempts)), Is.EqualTo([($"{Samples.Id(3)}", 1L), ($"{Samples.Id(2)}", 2L)]));
        Assert.That(await _letters.RetryAsync(all[0].Id, default), Is.False, "decided already");
    }

    [Test]
    public async Task Each_is_decided_in_its_own_store_and_once()
    {
        var all = await _letters.ListAsync(null, 201, default);
        bool[] decided = [await _letters.DiscardAsync(all[0].Id, default), await _letters.RetryAsync(all[4].Id, default), await _letters.DiscardAsync(all[5].Id, default)];
        bool[] again = [await _letters.DiscardAsync(all[0].Id, default), await _letters.RetryAsync(all[4].Id, default), await _letters.DiscardAsync(all[5].Id, default)];

        using (Assert.EnterMultipleScope())
        {
            Assert.That((decided, again), Is.EqualTo((new[] { true, true, true }, new[] { false, false, false })));
            Assert.That(_outbox.Waiting, Is.EqualTo(1));
            Assert.That((await _letters.ListAsync(null, 201, default)).Select(letter => letter.Id), Is.EqualTo([all[1].Id, all[2].Id, all[3].Id]));
        }
    }

    [TestCase("memory-00000000-1")]
    [TestCase("memory-1")]
    [TestCase("graph-")]
    [TestCase("graph--1")]
    [TestCase("graph-99")]
    [TestCase("1")]
    [TestCase("")]
    public async Task An_id_of_another_journal_or_of_none_names_nothing(string id)
    {
        Assert.That((await _letters.RetryAsync(id, default), await _letters.DiscardAsync(id, default)), Is.EqualTo((false, false)));
        Assert.That(await _letters.ListAsync(null, 201, default), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task One_that_cannot_be_read_has_no_subject()
    {
        _store.Damage("UPDATE refused SET payload = 'x' WHERE seq = 1");
        var letter = (await _letters.ListAsync(null, 1, default)).Single();

        Assert.That((letter.Subject, letter.WrittenAt), Is.EqualTo(((string?)null, letter.RefusedAt)));
    }
}
