using System.Globalization;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts;

/// <summary>The legs of a recall. How a store weighs words is its own; what it may find, leave out and claim is not.</summary>
[ContractOf(typeof(IFixSearch))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixSearchContract(Harness<RecordStore> harness)
{
    private RecordStore _store = null!;

    [SetUp]
    public async Task StartEmpty() => _store = await harness.RequireAsync();

    [Test]
    public async Task An_empty_store_finds_nothing()
    {
        var legs = await Search(Samples.Words("checkout", fingerprint: Samples.Print("checkout")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(legs.Words, Is.Empty);
            Assert.That(legs.Fingerprint, Is.Empty);
            Assert.That(legs.Vectors ?? [], Is.Empty);
        }
    }

    [Test]
    public async Task The_fingerprint_leg_holds_the_fixes_of_exactly_that_issue_newest_first_ties_by_id()
    {
        await Tell(Samples.Crash, "first", id: 3);
        await Tell(Samples.Crash, "second", id: 2);
        await Tell(Samples.Crash, "third", id: 1, ts: Samples.Now + 1);
        await Tell(Samples.Crash + " again", "fourth", id: 4);
        var leg = (await Search(Samples.Words("unrelated", fingerprint: Samples.Print(Samples.Crash)))).Fingerprint;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.Select(h => h.Id), Is.EqualTo([Samples.Id(1), Samples.Id(2), Samples.Id(3)]));
            Assert.That(leg.Select(h => h.Raw), Is.All.EqualTo(1));
            Assert.That((await Search(Samples.Words("unrelated", depth: 2, fingerprint: Samples.Print(Samples.Crash)))).Fingerprint, Is.EqualTo(leg.Take(2)));
            Assert.That((await Search(Samples.Words(Samples.Crash))).Fingerprint, Is.Empty, "none was asked about");
        }
    }

    [Test]
    public async Task Words_find_issues_solutions_and_memories_in_any_case_and_order()
    {
        var issue = await Tell("Kubelet evicted the billing pod", "wait", id: 1);
        var solution = await Tell("something else", "cordon the kubelet", id: 2);
        var note = await _store.Memory.KeepAsync(Samples.Note(content: "KUBELET restarts are safe"));
        var hits = (await Search(Samples.Words("pod kubelet"))).Words;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(hits.Select(h => h.Id), Is.EquivalentTo([issue.Id, solution.Id, note.Id]));
            Assert.That(hits[0].Id, Is.EqualTo(issue.Id), "it alone holds both words");
            Assert.That(hits.Select(h => h.Raw), Is.All.GreaterThan(0));
            Assert.That(hits.Select(h => h.Raw), Is.Ordered.Descending);
        }
    }

    [Test]
    public async Task What_holds_none_of_the_words_is_not_found()
    {
        await Tell(Samples.Crash, Samples.Restart, id: 1);

        Assert.That((await Search(Samples.Words("zebra quagga"))).Words, Is.Empty);
    }

    [Test]
    public async Task Equal_scores_are_ordered_by_id()
    {
        foreach (var id in new[] { 3, 1, 2 })
            await Tell("kubelet down", $"variant {id}", id: id);
        var hits = (await Search(Samples.Words("kubelet"))).Words;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(hits.Select(h => h.Raw).Distinct().Count(), Is.EqualTo(1));
            Assert.That(hits.Select(h => h.Id), Is.EqualTo([Samples.Id(1), Samples.Id(2), Samples.Id(3)]));
        }
    }

    [Test]
    public async Task Coverage_is_the_share_of_the_words_by_their_rarity()
    {
        var all = await Tell("kubelet quorum lost", "x", id: 1);
        var rare = await Tell("quorum trouble", "y", id: 2);
        var common = await Tell("kubelet trouble", "z", id: 3);
        for (var i = 4; i < 10; i++)
            await Tell("kubelet noise", $"variant {i}", id: i);
        var coverage = (await Search(Samples.Words("kubelet quorum"))).Words.ToDictionary(h => h.Id, h => h.Coverage);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(coverage[all.Id], Is.EqualTo(1).Within(1e-9));
            Assert.That(coverage[rare.Id], Is.GreaterThan(.5).And.LessThan(1));
            Assert.That(coverage[common.Id], Is.GreaterThan(0).And.LessThan(.5));
            Assert.That(coverage[rare.Id] + coverage[common.Id], Is.EqualTo(1).Within(1e-9));
        }
    }

    [Test]
    public async Task Words_that_the_store_never_saw_count_as_its_rarest()
    {
        var told = await Tell("kubelet down", "x", id: 1);
        await Tell("postgres slow", "y", id: 2);
        var hit = (await Search(Samples.Words("kubelet zzyzx"))).Words.Single(h => h.Id == told.Id);

        Assert.That(hit.Coverage, Is.EqualTo(.5).Within(1e-9));
    }

    [Test]
    public async Task Repeating_a_word_changes_no_coverage()
    {
        await Tell("kubelet down", "x", id: 1);
        var once = (await Search(Samples.Words("kubelet quorum"))).Words.Single();
        var often = (await Search(Samples.Words("kubelet kubelet kubelet quorum"))).Words.Single();

        Assert.That(often.Coverage, Is.EqualTo(once.Coverage).Within(1e-9));
    }

    [Test]
    public async Task A_smaller_depth_is_the_head_of_a_larger_one()
    {
        for (var i = 1; i <= 12; i++)
            await Tell("kubelet " + string.Join(' ', Enumerable.Repeat("noise", i % 5)), $"variant {i}", id: i);
        var all = (await Search(Samples.Words("kubelet", depth: 1_000))).Words;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all, Has.Count.EqualTo(12));
            Assert.That((await Search(Samples.Words("kubelet", depth: 5))).Words.Select(h => h.Id), Is.EqualTo(all.Take(5).Select(h => h.Id)));
            Assert.That((await Search(Samples.Words("kubelet", depth: 1))).Words.Select(h => h.Id), Is.EqualTo(all.Take(1).Select(h => h.Id)));
        }
    }

    [Test]
    public async Task Operators_mean_nothing()
    {
        var fix = await Tell("kubelet down", "x", id: 1);
        string[] soups =
        [
            "kubelet OR", "kubelet AND NOT down", "NEAR(kubelet down, 2)", "\"kubelet", "kubelet*", "^kubelet", "issue:kubelet", "{issue solution}: kubelet",
            "- kubelet", "(kubelet", "kubelet)))", "kubelet + + down", "'; DROP TABLE fixes; -- kubelet", "kubelet \"\" \"", "\\ kubelet \\", "kubelet\u200b\ufeff down",
            "kubelet && || ! ~1 ^2", "* kubelet ?", "kubelet\u0001\u001b[0m down", "title:kubelet:down kubelet",
        ];

        using (Assert.EnterMultipleScope())
        {
            foreach (var soup in soups)
                Assert.That(await Found(Samples.Words(soup)), Is.EqualTo([fix.Id]), soup);
        }
    }

    [Test]
    public async Task A_question_without_words_finds_nothing_and_is_no_error()
    {
        await Tell("kubelet down", "x", id: 1);

        using (Assert.EnterMultipleScope())
        {
            foreach (var soup in new[] { "\"", "* * *", "()", "-", "\\", "''", "…", "\u200b", "!!!", ";--" })
                Assert.That(await Found(Samples.Words(soup)), Is.Empty, soup);
        }
    }

    [TestCase("ошибка подключения", "ОШИБКА")]
    [TestCase("磁盘空间不足", "磁盘空间不足")]
    [TestCase("café fermé", "CAFÉ")]
    public async Task Words_of_any_script_are_found(string issue, string text)
    {
        var fix = await Tell(issue, "x", id: 1);

        Assert.That(await Found(Samples.Words(text)), Is.EqualTo([fix.Id]));
    }

    [Test]
    public async Task A_question_of_a_mebibyte_is_answered()
    {
        var fix = await Tell("kubelet quorum lost", "x", id: 1);
        var words = new System.Text.StringBuilder(Limits.TextBytes);
        for (var i = 0; words.Length < Limits.TextBytes - 40; i++)
            words.Append(CultureInfo.InvariantCulture, $"filler{i % 5_000} ");
        words.Append("kubelet quorum");
        var hits = (await Search(Samples.Words(words.ToString()))).Words;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(hits.Select(h => h.Id), Is.EqualTo([fix.Id]));
            Assert.That(hits[0].Coverage, Is.GreaterThan(0).And.LessThan(1));
        }
    }

    [Test]
    public async Task A_record_of_a_mebibyte_is_found_by_its_last_word()
    {
        var words = new System.Text.StringBuilder(Limits.TextBytes);
        for (var i = 0; words.Length < Limits.TextBytes - 40; i++)
            words.Append(CultureInfo.InvariantCulture, $"filler{i % 5_000} ");
        var note = await _store.Memory.KeepAsync(Samples.Note(content: words + "quagga"));

        Assert.That(await Found(Samples.Words("quagga")), Is.EqualTo([note.Id]));
    }

    [Test]
    public async Task A_write_is_found_at_once_and_what_it_changed_no_longer_by_its_old_place()
    {
        await Tell("kubelet down", "x", id: 1, ts: Samples.Now - 5);
        var before = await Found(Samples.Words("kubelet", before: Samples.Now));
        await Tell("kubelet down", "x", id: 9, ts: Samples.Now, tags: ["late"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.EqualTo([Samples.Id(1)]));
            Assert.That(await Found(Samples.Words("kubelet", before: Samples.Now)), Is.Empty, "its newest telling is not before that");
            Assert.That(await Found(Samples.Words("kubelet", filter: new(Scope.Everywhere, Tag: "late"))), Is.EqualTo([Samples.Id(1)]));
        }
    }

    [Test]
    public async Task The_time_of_each_leg_is_told()
    {
        var legs = await Search(Samples.Words("kubelet"));

        Assert.That(Math.Min(legs.FingerprintMilliseconds, legs.WordsMilliseconds), Is.GreaterThanOrEqualTo(0));
    }

    [Test]
    public async Task A_cancelled_search_is_cancelled() =>
        Assert.That(
            await Cancellation.OfAsync(() => _store.Search.SearchAsync(Samples.Words("kubelet"), new CancellationToken(canceled: true))), Is.True);

    private Task<Receipt> Tell(
        string issue, string solution, int id, long ts = Samples.Now, Scope? scope = null, string? agent = null, string[]? tags = null) =>
        _store.Memory.TellAsync(Samples.Told(issue, solution, agent: agent, scope: scope, ts: ts, tags: tags, id: Samples.Id(id)));

    private Task<SearchLegs> Search(SearchQuery query) => _store.Search.SearchAsync(query, CancellationToken.None);

    private async Task<List<Guid>> Found(SearchQuery query) => [.. (await Search(query)).Words.Select(h => h.Id)];
}
