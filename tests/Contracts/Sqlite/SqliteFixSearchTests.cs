using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

[TestFixture]
public sealed class SqliteFixSearchTests
{
    private TemporaryStore _temporary = null!;
    private SqliteFixMemory _memory = null!;
    private SqliteFixSearch _search = null!;

    [SetUp]
    public void Open()
    {
        _temporary = new TemporaryStore();
        _memory = new SqliteFixMemory(_temporary.Store);
        _search = new SqliteFixSearch(_temporary.Store);
    }

    [TearDown]
    public async Task CloseAsync() => await _temporary.DisposeAsync();

    [TestCase("full OR NEAR(disk, 2) AND NOT title:x ^y* {z}")]
    [TestCase("\"disk\" \"\"\" full")]
    [TestCase("disk' -full --")]
    [TestCase("DISK: (((full")]
    public async Task Operators_in_a_question_mean_nothing(string text)
    {
        var fix = await TakeAsync("Disk full");

        Assert.That((await AskAsync(text)).Hits.Select(hit => hit.Id), Is.EqualTo(new[] { fix }));
    }

    [TestCase("... !? 😀")]
    [TestCase("the of and")]
    [TestCase("nosuchword")]
    public async Task A_question_without_a_known_word_finds_nothing(string text)
    {
        await TakeAsync("Disk full");

        Assert.That((await AskAsync(text)).Hits, Is.Empty);
    }

    [TestCase("disk quorum zebra", 3)]
    [TestCase("disk disk disk", 3)]
    [TestCase("the of and", 0)]
    public async Task The_ceiling_adds_up_what_each_word_could_score_at_most(string text, int words)
    {
        // Of three records all hold "disk", one holds "quorum" and none "zebra".
        await TakeAsync("disk quorum");
        await TakeAsync("disk slow");
        await TakeAsync("disk full");
        var rarity = new Dictionary<string, double> { ["disk"] = 1e-6, ["quorum"] = Math.Log(2.5 / 1.5), ["zebra"] = Math.Log(3.5 / .5) };

        var leg = await AskAsync(text);

        Assert.That(leg.Ceiling, Is.EqualTo(words == 0 ? 0 : text.Split(' ').Sum(word => rarity[word]) * 2.2).Within(1e-9));
        Assert.That(leg.Hits.Select(hit => hit.Raw), Is.All.LessThanOrEqualTo(leg.Ceiling));
    }

    [Test]
    public async Task Of_a_long_question_only_the_64_rarest_known_words_are_searched_for()
    {
        var rare = string.Join(' ', Enumerable.Range(0, 64).Select(i => $"rare{i}"));
        var holder = await TakeAsync(rare + " common");
        await TakeAsync("common");
        await TakeAsync("common again");

        var leg = await AskAsync(string.Join(' ', Enumerable.Repeat(rare, 9)) + " common");

        Assert.That(leg.Hits.Select(hit => hit.Id), Is.EqualTo(new[] { holder }));
    }

    [Test]
    public async Task A_question_of_more_words_than_are_looked_up_one_by_one_finds_the_same()
    {
        var fix = await TakeAsync("disk full on node");
        var noise = string.Join(' ', Enumerable.Range(0, 12_000).Select(i => $"x{i}y"));

        var hits = (await AskAsync("disk full on node " + noise)).Hits;

        Assert.That(hits.Select(hit => hit.Id), Is.EqualTo(new[] { fix }));
    }

    [Test]
    public async Task Texts_and_questions_of_a_mebibyte_are_searched()
    {
        var text = string.Concat(Enumerable.Range(0, 120_000).Select(i => $"word{i % 50_000} "))[..(1 << 20)];
        var fix = await TakeAsync(text);

        var hits = (await AskAsync(text)).Hits;

        Assert.That(hits.Select(hit => hit.Id), Is.EqualTo(new[] { fix }));
    }

    [Test]
    public async Task Filters_kinds_and_exclusions_act_before_the_depth()
    {
        var told = await TakeAsync("disk full", server: "web-1", tags: ["io"]);
        for (var i = 0; i < 5; i++)
            await TakeAsync("disk", server: "web-2");
        var memory = new Memory(Guid.CreateVersion7(), "disk notes", "disk disk disk", null, null, Scope.Everywhere, _temporary.Store.Now);
        await _memory.TakeMemoryAsync(memory, null, default);
        var question = new SearchQuery(null, "disk", SearchKinds.FixesAndMemories, 1, SearchFilter.None, null, []);

        Assert.That(await FoundAsync(question with { Filter = new SearchFilter(new Scope(Server: "web-1")) }), Is.EqualTo(new[] { told }));
        Assert.That(await FoundAsync(question with { Filter = SearchFilter.None with { Tag = "io" } }), Is.EqualTo(new[] { told }));
        Assert.That(await FoundAsync(question with { Filter = SearchFilter.None with { Kind = RecordKind.Memory } }), Is.EqualTo(new[] { memory.Id }));
        Assert.That(await FoundAsync(question with { Kinds = SearchKinds.Fixes, Exclude = [memory.Id] }), Has.Length.EqualTo(1).And.No.Member(memory.Id));
        Assert.That(await FoundAsync(question with { Kinds = SearchKinds.Fixes, Filter = SearchFilter.None with { Kind = RecordKind.Memory } }), Is.Empty);

        async Task<Guid[]> FoundAsync(SearchQuery query) => [.. (await _search.FindWordsAsync(query, default)).Hits.Select(hit => hit.Id)];
    }

    [Test]
    public async Task Excluding_a_merged_twin_excludes_the_fix_it_stands_for()
    {
        var fix = await TakeAsync("disk full");
        var twin = Guid.CreateVersion7();
        await _temporary.Store.Writer.WriteAsync("merge", s => s.Run("INSERT INTO aliases (twin, id) VALUES (?1, ?2)", twin, fix), default);

        var question = new SearchQuery(Issue.FromText("disk full").Fingerprint, "disk full", SearchKinds.Fixes, 10, SearchFilter.None, null, [twin]);

        Assert.That((await _search.FindWordsAsync(question, default)).Hits, Is.Empty);
        Assert.That((await _search.FindExactAsync(question, default)).Hits, Is.Empty);
    }

    [Test]
    public async Task Neither_leg_walks_through_all_records()
    {
        await TakeAsync("disk full");
        var plans = new List<string>();
        foreach (var sql in new[] { SqliteFixSearch.OfFingerprint, SqliteFixSearch.OfWords })
        {
            plans.Add(await _temporary.Store.Readers.ReadAsync("explain", session => string.Join('\n', session.Query(
                "EXPLAIN QUERY PLAN " + sql, row => row.GetString(3), "\"disk\"", 0, null, null, null, false, null, null, null, null, null, 10)), default));
        }

        Assert.That(plans[0], Does.Contain("USING INDEX fix_identity (fingerprint=?)"));
        Assert.That(plans[1], Does.Contain("SCAN words VIRTUAL TABLE INDEX").And.Contain("SEARCH m USING INTEGER PRIMARY KEY"));
        Assert.That(plans, Has.None.Contain("SCAN m").And.None.Contain("SCAN r"));
    }

    [Test]
    public async Task A_cancelled_search_stops_and_leaves_the_reader_usable()
    {
        var fix = await TakeAsync("disk full");
        var heavy = string.Join(' ', Enumerable.Range(0, 60_000).Select(i => $"disk full x{i}y"));
        using var cancel = new CancellationTokenSource();

        var searching = _search.FindWordsAsync(new SearchQuery(null, heavy, SearchKinds.Fixes, 10, SearchFilter.None, null, []), cancel.Token);
        await cancel.CancelAsync();

        Assert.That(async () => await searching, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await AskAsync("disk")).Hits.Select(hit => hit.Id), Is.EqualTo(new[] { fix }));
    }

    private async Task<Guid> TakeAsync(string issue, string? server = null, string[]? tags = null)
    {
        var report = new FixReport
        {
            Id = Guid.CreateVersion7(),
            Fingerprint = Issue.FromText(issue).Fingerprint,
            IssueText = issue,
            Solution = $"step{Guid.CreateVersion7():N}",
            Scope = new Scope(Server: server),
            Ts = _temporary.Store.Now,
            Tags = tags ?? [],
        };
        return (await _memory.TakeFixAsync(report, null, default))!.Value.Id;
    }

    private Task<WordLeg> AskAsync(string text) =>
        _search.FindWordsAsync(new SearchQuery(null, text, SearchKinds.Fixes, 100, SearchFilter.None, null, []), default);
}
