using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>Texts of any length and of any kind go in, come back as they were, and are found by what they contain.</summary>
[TestFixture]
public sealed class Neo4jTextTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private Neo4jFixGraph _graph = null!;

    [SetUp]
    public async Task StartEmpty() => _graph = await SharedNeo4j.RequireAsync();

    [TestCase("a", 1)]
    [TestCase("ж", 2)]
    [TestCase("磁", 3)]
    [TestCase("🙂", 4)]
    public async Task An_issue_of_the_largest_size_is_found_by_any_part_of_it(string character, int bytes)
    {
        var needle = string.Concat(Enumerable.Range(0, 60).Select(i => $"n{i:00}"));
        var filler = string.Concat(Enumerable.Repeat(character, (Limits.TextBytes / bytes / 2) - 400));
        var issue = "Begin " + filler + needle + filler + " End";
        var fix = GraphStates.Fix(Samples.Id(1), 1, Samples.Told("x", solution: filler));
        await _graph.ProjectAsync([fix with { Fix = fix.Fix with { IssueText = issue } }], None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _graph.GetRecentAsync(1, None)).Single().Fix.IssueText, Is.EqualTo(issue));
            foreach (var text in new[] { "bEGIN ", needle, " eND", character + "N00n01", "N59" + character })
                Assert.That(await _graph.FindSimilarAsync(text, 10, None), Has.Count.EqualTo(1), text);
            Assert.That(await _graph.FindSimilarAsync("n00n02", 10, None), Is.Empty);
        }
    }

    [Test]
    public void Every_part_as_long_as_a_question_is_whole_in_a_window([Values(0, 1, 7_999, 8_000, 8_001, 15_800, 40_000)] int length, [Values("ab", "a🙂")] string pattern)
    {
        var issue = string.Concat(Enumerable.Range(0, length + 1).Select(i => i % 97 == 0 ? $"{i}" : pattern))[..(length + 1)];
        if (char.IsHighSurrogate(issue[^1]))
            issue = issue[..^1] + "x";
        var windows = IssueWindows.Of(issue);
        var folded = IssueWindows.Fold(issue);

        Assert.That(windows, Has.All.Length.LessThanOrEqualTo(IssueWindows.Length));
        Assert.That(windows.All(window => !char.IsLowSurrogate(window[0]) && !char.IsHighSurrogate(window[^1])), Is.True);
        for (var at = 0; at < folded.Length; at += 13)
        {
            var part = folded.Substring(at, Math.Min(Limits.NameLength, folded.Length - at));
            Assert.That(windows.Any(window => window.Contains(part, StringComparison.Ordinal)), Is.True, $"the part at {at}");
        }
    }

    [Test]
    public async Task Naughty_strings_come_back_byte_for_byte_in_every_field_and_are_found()
    {
        var strings = JsonSerializer.Deserialize<List<string>>(File.ReadAllText(SharedData.Require("messy/naughty_strings.json")))!
            .Where(text => !string.IsNullOrWhiteSpace(text) && TextRules.WhyIllFormed(text) is null && !text.Contains('\0', StringComparison.Ordinal)).ToList();
        Assert.That(strings, Has.Count.GreaterThan(400));
        var states = strings.Select((text, i) => Naughty(text, i)).ToList();
        foreach (var batch in states.Chunk(200))
            Assert.That(await _graph.ProjectAsync(batch, None), Is.EqualTo(batch.Length));

        foreach (var (text, i) in strings.Select((text, i) => (text, i)))
        {
            var asked = text.Length > Limits.NameLength ? text[..Limits.NameLength] : text;
            if (char.IsHighSurrogate(asked[^1]))
                asked = asked[..^1];
            var found = (await _graph.FindSimilarAsync(asked, 100, None)).SingleOrDefault(f => f.Fix.Id == Samples.Id(i + 1));
            if (found is null)
            {
                Assert.That(strings.Count(s => s.Contains(asked, StringComparison.OrdinalIgnoreCase)), Is.GreaterThan(100), text);
                continue;
            }

            Assert.That(found.Fix with { Tags = [] }, Is.EqualTo(states[i].Fix with { Tags = [] }));
            Assert.That((found.Fix.Tags.Single(), found.Evidence.SequenceEqual(states[i].Evidence)), Is.EqualTo((text, true)));
        }
    }

    [Test]
    public async Task A_batch_that_one_request_cannot_take_goes_in_several()
    {
        var large = new string('y', Limits.TextBytes);
        GraphChange[] changes = [.. Enumerable.Range(1, 12).Select(i => GraphStates.Fix(Samples.Id(i), i, Samples.Told(solution: $"{i}{large}")))];

        Assert.That(await _graph.ProjectAsync(changes, None), Is.EqualTo(12));
        Assert.That(await _graph.GetRecentAsync(200, None), Has.Count.EqualTo(12));
    }

    [TestCase(999)]
    [TestCase(1_000)]
    public async Task A_text_that_many_issues_contain_is_found_newest_first(int fixes)
    {
        var far = new string('.', 20_000) + " common";
        GraphChange[] changes =
        [
            .. Enumerable.Range(1, fixes).Select(i => GraphStates.Fix(Samples.Id(i), i, Samples.Told("a common issue", $"do {i}", ts: Samples.Now + (i / 2)))),
            GraphStates.Fix(Samples.Id(5_000), 5_000, Samples.Told(far, ts: Samples.Now + 2_000)),
            GraphStates.Fix(Samples.Id(5_001), 5_001, Samples.Told("another", ts: Samples.Now + 3_000)),
        ];
        foreach (var batch in changes.Chunk(1_000))
            await _graph.ProjectAsync(batch, None);

        var expected = changes.Cast<FixState>().Where(s => s.Fix.Id != Samples.Id(5_001)).OrderByDescending(s => s.Fix.Ts).ThenBy(s => s.Fix.Id).Take(5).Select(s => s.Fix.Id);
        Assert.That((await _graph.FindSimilarAsync("COMMON", 5, None)).Select(f => f.Fix.Id), Is.EqualTo(expected));
        Assert.That((await _graph.FindSimilarAsync("Another", 5, None)).Select(f => f.Fix.Id), Is.EqualTo([Samples.Id(5_001)]));
    }

    [Test]
    public async Task Many_small_states_go_in_batches()
    {
        GraphChange[] changes = [.. Enumerable.Range(1, 1_000).Select(i => GraphStates.Fix(Samples.Id(i), i, Samples.Told(solution: $"do {i}", agent: "a", scope: Samples.Web1)))];

        Assert.That(await _graph.ProjectAsync([.. changes, .. changes.Reverse()], None), Is.EqualTo(1_000));
        Assert.That((await _graph.GetStatsAsync(None)).Fixes, Is.EqualTo(1_000));
    }

    private static FixState Naughty(string text, int i)
    {
        var told = Samples.Told("x", text, success: true, agent: text, scope: new Scope(text, text, text, text), source: text, sourceId: text, tags: [text]);
        var state = GraphStates.Fix(Samples.Id(i + 1), i + 1, told);
        return state with
        {
            Fix = state.Fix with { IssueText = text, Metadata = new Metadata(JsonSerializer.Serialize(new { text })) },
            Evidence = [state.Evidence[0] with { Scope = told.Scope }],
        };
    }
}
