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
        var query = Samples.Words("checkout", fingerprint: Samples.Print("checkout"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _store.FoundByWordsAsync(query), Is.Empty);
            Assert.That(await _store.ExactAsync(query), Is.Empty);
            Assert.That(await _store.FoundNearAsync(query), Is.Empty);
            Assert.That(_store.Search.IsLoading, Is.False, "there is nothing to wait for");
        }
    }

    [Test]
    public async Task The_exact_leg_holds_the_fixes_of_exactly_that_issue_newest_first_ties_by_id()
    {
        await Tell(Samples.Crash, "first", id: 3);
        await Tell(Samples.Crash, "second", id: 2);
        await Tell(Samples.Crash, "third", id: 1, ts: Samples.Now + 1);
        await Tell(Samples.Crash + " again", "fourth", id: 4);
        var leg = await _store.ExactAsync(Samples.Words("unrelated", fingerprint: Samples.Print(Samples.Crash)));
        var shorter = await _store.ExactAsync(Samples.Words("unrelated", depth: 2, fingerprint: Samples.Print(Samples.Crash)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.Select(h => h.Id), Is.EqualTo([Samples.Id(1), Samples.Id(2), Samples.Id(3)]));
            Assert.That(leg.Select(h => h.Raw), Is.All.EqualTo(1));
            Assert.That(shorter.Select(h => h.Id), Is.EqualTo(leg.Take(2).Select(h => h.Id)));
            Assert.That(await _store.ExactAsync(Samples.Words(Samples.Crash)), Is.Empty, "none was asked about");
        }
    }

    [Test]
    public async Task Words_find_issues_solutions_and_memories_in_any_case_and_order()
    {
        var issue = await Tell("Kubelet evicted the billing pod", "wait", id: 1);
        var solution = await Tell("something else", "cordon the kubelet", id: 2);
        var note = await _store.Memory.KeepAsync(Samples.Note(content: "KUBELET restarts are safe"));
        var hits = (await _store.WordsAsync(Samples.Words("pod kubelet"))).Hits;

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

        Assert.That((await _store.WordsAsync(Samples.Words("zebra quagga"))).Hits, Is.Empty);
    }

    [Test]
    public async Task Equal_scores_are_ordered_by_id()
    {
        foreach (var id in new[] { 3, 1, 2 })
            await Tell("kubelet down", $"variant {id}", id: id);
        var hits = (await _store.WordsAsync(Samples.Words("kubelet"))).Hits;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(hits.Select(h => h.Raw).Distinct().Count(), Is.EqualTo(1));
            Assert.That(hits.Select(h => h.Id), Is.EqualTo([Samples.Id(1), Samples.Id(2), Samples.Id(3)]));
        }
    }

    [Test]
    public async Task A_smaller_depth_is_the_head_of_a_larger_one()
    {
        for (var i = 1; i <= 12; i++)
            await Tell("kubelet " + string.Join(' ', Enumerable.Repeat("noise", i % 5)), $"variant {i}", id: i);
        var all = (await _store.WordsAsync(Samples.Words("kubelet", depth: 1_000))).Hits;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all, Has.Count.EqualTo(12));
            Assert.That((await _store.WordsAsync(Samples.Words("kubelet", depth: 5))).Hits.Select(h => h.Id), Is.EqualTo(all.Take(5).Select(h => h.Id)));
            Assert.That((await _store.WordsAsync(Samples.Words("kubelet", depth: 1))).Hits.Select(h => h.Id), Is.EqualTo(all.Take(1).Select(h => h.Id)));
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
            {
                var leg = await _store.WordsAsync(Samples.Words(soup));
                Assert.That((leg.Hits.Count, leg.Ceiling), Is.EqualTo((0, 0.0)), soup);
            }
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
        var leg = await _store.WordsAsync(Samples.Words(words.ToString()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.Hits.Select(h => h.Id), Is.EqualTo([fix.Id]));
            Assert.That(leg.Hits[0].Raw, Is.LessThan(leg.Ceiling / 2), "most of what it asks for is nowhere");
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
    public async Task A_cancelled_search_is_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        var query = Samples.Words("kubelet", fingerprint: Samples.Print("kubelet"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Cancellation.OfAsync(() => _store.Search.FindExactAsync(query, cancelled)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _store.Search.FindWordsAsync(query, cancelled)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _store.Search.FindNearestAsync(query, new(Searching.First, Searching.Vector(0)), cancelled)), Is.True);
        }
    }

    private Task<Receipt> Tell(
        string issue, string solution, int id, long ts = Samples.Now, Scope? scope = null, string? agent = null, string[]? tags = null) =>
        _store.Memory.TellAsync(Samples.Told(issue, solution, agent: agent, scope: scope, ts: ts, tags: tags, id: Samples.Id(id)));

    private Task<List<Guid>> Found(SearchQuery query) => _store.FoundByWordsAsync(query);
}
