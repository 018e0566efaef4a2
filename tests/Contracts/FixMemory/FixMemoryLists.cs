using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>Lists, the contains search and counts (contract 6).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryLists(Harness<RecordStore> harness)
{
    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => _memory = (await harness.RequireAsync()).Memory;

    [Test]
    public async Task An_empty_store_lists_nothing()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await List(new FixListQuery(10)), Is.Empty);
            Assert.That(await Similar("a"), Is.Empty);
            Assert.That(await _memory.CountSuccessAsync(null, CancellationToken.None), Is.EqualTo(new SuccessCounts(0, 0, 0, 0)));
            Assert.That(await _memory.GetManyAsync([Samples.NewId()], CancellationToken.None), Is.Empty);
        }
    }

    [Test]
    public async Task Fixes_are_listed_newest_first_with_ties_by_id()
    {
        await Tell(4, Samples.Now);
        await Tell(2, Samples.Now + 1);
        await Tell(3, Samples.Now);
        await Tell(1, Samples.Now - 1);

        Assert.That(await List(new FixListQuery(10)), Is.EqualTo([Samples.Id(2), Samples.Id(3), Samples.Id(4), Samples.Id(1)]));
    }

    [Test]
    public async Task A_fix_told_again_moves_to_its_newest_telling()
    {
        await Tell(1, Samples.Now);
        await Tell(2, Samples.Now + 1);
        await _memory.TellAsync(Samples.Told(issue: "issue", solution: "solution 1", ts: Samples.Now + 2));

        Assert.That(await List(new FixListQuery(10)), Is.EqualTo([Samples.Id(1), Samples.Id(2)]));
    }

    [Test]
    public async Task A_limit_is_a_limit_and_a_smaller_one_is_the_head_of_a_larger_one()
    {
        for (var i = 1; i <= 201; i++)
            await Tell(i, Samples.Now + (i % 7));
        var all = await List(new FixListQuery(201));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all, Has.Count.EqualTo(201));
            Assert.That(await List(new FixListQuery(200)), Is.EqualTo(all.Take(200)));
            Assert.That(await List(new FixListQuery(1)), Is.EqualTo(all.Take(1)));
        }
    }

    [Test]
    public async Task Pages_meet_without_a_gap_or_a_repeat_even_among_ties()
    {
        for (var i = 1; i <= 11; i++)
            await Tell(i, Samples.Now + (i / 5));
        var whole = await List(new FixListQuery(50));

        var paged = new List<Guid>();
        ListPosition? after = null;
        while (await _memory.ListFixesAsync(new FixListQuery(3, after), CancellationToken.None) is { Count: > 0 } page && paged.Count < 50)
        {
            paged.AddRange(page.Select(f => f.Fix.Id));
            after = new ListPosition(page[^1].Fix.Ts, page[^1].Fix.Id);
        }

        Assert.That(paged, Is.EqualTo(whole));
    }

    [Test]
    public async Task Since_is_inclusive()
    {
        await Tell(1, Samples.Now - 1);
        await Tell(2, Samples.Now);
        await Tell(3, Samples.Now + 1);

        Assert.That(await List(new FixListQuery(10, Since: Samples.Now)), Is.EqualTo([Samples.Id(3), Samples.Id(2)]));
    }

    [Test]
    public async Task Success_has_three_states_and_unknown_is_one_of_them()
    {
        await Tell(1, Samples.Now, success: true);
        await Tell(2, Samples.Now, success: false);
        await Tell(3, Samples.Now);
        await _memory.RecordAsync(Samples.Outcome(Samples.Id(3), OutcomeKind.Attempted));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await List(new FixListQuery(10, Success: SuccessState.Worked)), Is.EqualTo([Samples.Id(1)]));
            Assert.That(await List(new FixListQuery(10, Success: SuccessState.Failed)), Is.EqualTo([Samples.Id(2)]));
            Assert.That(await List(new FixListQuery(10, Success: SuccessState.Unknown)), Is.EqualTo([Samples.Id(3)]));
        }
    }

    [Test]
    public async Task Filters_match_any_telling_and_are_exact()
    {
        await Tell(1, Samples.Now, agent: "ops-bot", scope: new Scope("checkout", "web-1"));
        await _memory.TellAsync(Samples.Told(issue: "issue", solution: "solution 1", agent: "later", scope: new Scope("billing", "web-9"), ts: Samples.Now + 1));
        await Tell(2, Samples.Now, agent: "Ops-Bot", scope: new Scope("checkout-2", "web-11"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await List(new FixListQuery(10, Agent: "ops-bot")), Is.EqualTo([Samples.Id(1)]));
            Assert.That(await List(new FixListQuery(10, Server: "web-1")), Is.EqualTo([Samples.Id(1)]));
            Assert.That(await List(new FixListQuery(10, Service: "checkout")), Is.EqualTo([Samples.Id(1)]));
            Assert.That(await List(new FixListQuery(10, Agent: "later")), Is.EqualTo([Samples.Id(1)]));
            Assert.That(await List(new FixListQuery(10, Agent: "nobody")), Is.Empty);
        }
    }

    [Test]
    public async Task Filters_restrict_together()
    {
        await Tell(1, Samples.Now, success: true, agent: "a", scope: Samples.Web1);
        await Tell(2, Samples.Now, success: false, agent: "a", scope: Samples.Web1);
        await Tell(3, Samples.Now, success: true, agent: "b", scope: Samples.Web1);
        await Tell(4, Samples.Now - 1, success: true, agent: "a", scope: Samples.Web1);

        var found = await List(new FixListQuery(
            10, Success: SuccessState.Worked, Agent: "a", Server: "web-1", Since: Samples.Now, Fingerprint: Samples.Print("issue")));

        Assert.That(found, Is.EqualTo([Samples.Id(1)]));
    }

    [Test]
    public async Task The_fingerprint_restricts_to_one_issue()
    {
        var crash = await _memory.TellAsync(Samples.Told(Samples.Crash));
        await _memory.TellAsync(Samples.Told(Samples.DiskFull));

        Assert.That(await List(new FixListQuery(10, Fingerprint: Samples.Print(Samples.Crash))), Is.EqualTo([crash.Id]));
    }

    [TestCase("Connection refused by peer", "REFUSED BY")]
    [TestCase("Ошибка подключения к базе", "ОШИБКА ПОДКЛ")]
    [TestCase("Σφάλμα δίσκου", "σφάλμα ΔΊΣΚΟΥ")]
    [TestCase("Échec de la réplication", "échec DE LA RÉPL")]
    [TestCase("磁盘空间不足", "空间")]
    [TestCase("out of memory", "m")]
    [TestCase("disk at 100% on /dev/sda_1", "100%")]
    [TestCase("disk at 100% on /dev/sda_1", "sda_1")]
    [TestCase("he said \"no\" AND it's -down* (twice)", "\"NO\" and IT'S -DOWN* (")]
    [TestCase("crash 💥 in prod", "💥 IN")]
    [TestCase("line one\nline two", "ONE\nline")]
    public async Task Similar_issues_contain_the_text_whatever_its_case_or_script(string issue, string text)
    {
        var told = await _memory.TellAsync(Samples.Told(issue));

        Assert.That(await Similar(text), Is.EqualTo([told.Id]));
    }

    [TestCase("disk at 100 on sda1", "100%")]
    [TestCase("disk at 100 on sda1", "sda_")]
    [TestCase("out of memory", "out memory")]
    [TestCase("out of memory", "memory*")]
    [TestCase("out of memory", "out OR disk")]
    [TestCase("out of memory", ".*")]
    public async Task Wild_cards_and_operators_mean_nothing_in_it(string issue, string text)
    {
        await _memory.TellAsync(Samples.Told(issue));

        Assert.That(await Similar(text), Is.Empty);
    }

    [Test]
    public async Task Similar_issues_are_those_whose_issue_contains_it_newest_first_within_the_limit()
    {
        await _memory.TellAsync(Samples.Told("timeout of billing", "a", ts: Samples.Now, id: Samples.Id(3)));
        await _memory.TellAsync(Samples.Told("Timeout of search", "b", ts: Samples.Now, id: Samples.Id(2)));
        await _memory.TellAsync(Samples.Told("TIMEOUT of mail", "c", ts: Samples.Now + 1, id: Samples.Id(1)));
        await _memory.TellAsync(Samples.Told("crash of mail", "raise the timeout"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Similar("timeout"), Is.EqualTo([Samples.Id(1), Samples.Id(2), Samples.Id(3)]));
            Assert.That(await Similar("timeout", 2), Is.EqualTo([Samples.Id(1), Samples.Id(2)]));
        }
    }

    [Test]
    public async Task Success_counts_sum_outcomes_and_know_the_unknown()
    {
        var worked = await _memory.TellAsync(Samples.Told("timeout of billing", "a", success: true));
        await _memory.RecordAsync(Samples.Outcome(worked.Id, OutcomeKind.Worked, application: "1"));
        await _memory.RecordAsync(Samples.Outcome(worked.Id, OutcomeKind.Worked, application: "1"));
        await _memory.RecordAsync(Samples.Outcome(worked.Id, OutcomeKind.RolledBack, application: "2"));
        await _memory.TellAsync(Samples.Told("Timeout of search", "b", success: false));
        var tried = await _memory.TellAsync(Samples.Told("timeout of mail", "c"));
        await _memory.RecordAsync(Samples.Outcome(tried.Id, OutcomeKind.Attempted));
        await _memory.TellAsync(Samples.Told(Samples.DiskFull, "d", success: true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _memory.CountSuccessAsync("TIMEOUT", CancellationToken.None), Is.EqualTo(new SuccessCounts(3, 2, 2, 1)));
            Assert.That(await _memory.CountSuccessAsync(null, CancellationToken.None), Is.EqualTo(new SuccessCounts(4, 3, 2, 1)));
            Assert.That(await _memory.CountSuccessAsync("nothing like it", CancellationToken.None), Is.EqualTo(new SuccessCounts(0, 0, 0, 0)));
        }
    }

    [Test]
    public async Task Many_are_read_in_the_order_asked_without_those_that_are_not_there()
    {
        var fix = await _memory.TellAsync(Samples.Told());
        var note = await _memory.KeepAsync(Samples.Note());
        var other = await _memory.TellAsync(Samples.Told(solution: Samples.Rollback));
        var many = await _memory.GetManyAsync([other.Id, Samples.NewId(), note.Id, fix.Id], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(many.Select(r => r.Id), Is.EqualTo([other.Id, note.Id, fix.Id]));
            Assert.That(many.Select(r => r.Memory is null), Is.EqualTo([true, false, true]));
        }
    }

    [Test]
    public async Task Stats_count_what_is_there()
    {
        var fix = await _memory.TellAsync(Samples.Told(success: true));
        await _memory.TellAsync(Samples.Told(success: true, ts: Samples.Now + Samples.Hour));
        await _memory.RecordAsync(Samples.Outcome(fix.Id, OutcomeKind.Failed, application: "a"));
        await _memory.RecordAsync(Samples.Outcome(fix.Id, OutcomeKind.Failed, application: "a"));
        await _memory.KeepAsync(Samples.Note());
        await _memory.KeepAsync(Samples.Note(content: "more"));
        await _memory.KeepAsync(Samples.Note());
        var stats = await _memory.GetStatsAsync(CancellationToken.None);

        Assert.That((stats.Fixes, stats.Memories, stats.Outcomes, stats.Agents), Is.EqualTo((1L, 2L, 4L, 0L)));
    }

    private Task<Receipt> Tell(int id, long ts, bool? success = null, string? agent = null, Scope? scope = null) => _memory.TellAsync(
        Samples.Told(issue: "issue", solution: $"solution {id}", success: success, agent: agent, scope: scope, ts: ts, id: Samples.Id(id)));

    private async Task<List<Guid>> List(FixListQuery query) =>
        [.. (await _memory.ListFixesAsync(query, CancellationToken.None)).Select(f => f.Fix.Id)];

    private async Task<List<Guid>> Similar(string text, int limit = 10) =>
        [.. (await _memory.FindSimilarAsync(text, limit, CancellationToken.None)).Select(f => f.Fix.Id)];
}
