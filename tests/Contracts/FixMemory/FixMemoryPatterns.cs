using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>Issues by how often they were told or seen (contract 6).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryPatterns(Harness<RecordStore> harness)
{
    private const long Since = Samples.Now - (7 * Samples.Day);
    private const long PreviousSince = Since - (7 * Samples.Day);

    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => _memory = (await harness.RequireAsync()).Memory;

    [Test]
    public async Task An_empty_store_has_no_patterns() => Assert.That(await Patterns(), Is.Empty);

    [Test]
    public async Task Tellings_and_occurrences_count_within_the_windows_inclusive()
    {
        long[] instants = [PreviousSince - 1, PreviousSince, Since - 1, Since, Samples.Now];
        foreach (var ts in instants)
            await _memory.TellAsync(Samples.Told(ts: ts, agent: "a", scope: Samples.Web1));
        await _memory.SeeAsync(Samples.Seen(ts: Samples.Now, scope: Samples.Web2));
        await _memory.SeeAsync(Samples.Seen(ts: Samples.Now + 1, scope: Samples.Web2));
        var pattern = (await Patterns()).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((pattern.Fingerprint, pattern.IssueText), Is.EqualTo((Samples.Print(Samples.Crash), Samples.Crash)));
            Assert.That(pattern.Count, Is.EqualTo(3));
            Assert.That(pattern.PreviousCount, Is.EqualTo(2));
            Assert.That(pattern.FirstSeen, Is.EqualTo(PreviousSince - 1), "the first ever, not of the window");
            Assert.That(pattern.LastSeen, Is.EqualTo(Samples.Now), "the newest of the window");
            Assert.That(pattern.Servers, Is.EqualTo(["web-1", "web-2"]));
            Assert.That(pattern.Agents, Is.EqualTo(["a"]));
        }
    }

    [Test]
    public async Task An_issue_outside_the_window_is_no_pattern()
    {
        await _memory.TellAsync(Samples.Told(ts: Since - 1));
        await _memory.TellAsync(Samples.Told(Samples.DiskFull, ts: Samples.Now + 1));

        Assert.That(await Patterns(), Is.Empty);
    }

    [Test]
    public async Task Servers_and_agents_are_those_of_the_window_in_ordinal_order()
    {
        foreach (var (agent, server) in new[] { ("beta", "web-2"), ("Alpha", "web-10"), ("alpha", "web-2") })
            await _memory.TellAsync(Samples.Told(agent: agent, scope: new Scope(Server: server)));
        await _memory.TellAsync(Samples.Told(agent: "gone", scope: new Scope(Server: "gone"), ts: Since - 1));
        await _memory.TellAsync(Samples.Told());
        var pattern = (await Patterns()).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pattern.Servers, Is.EqualTo(["web-10", "web-2"]));
            Assert.That(pattern.Agents, Is.EqualTo(["Alpha", "alpha", "beta"]));
        }
    }

    [Test]
    public async Task The_most_frequent_comes_first_ties_by_fingerprint_within_the_limit()
    {
        string[] issues = ["alpha fails", "beta fails", "gamma fails", "delta fails"];
        foreach (var issue in issues)
            await _memory.TellAsync(Samples.Told(issue));
        await _memory.TellAsync(Samples.Told("gamma fails", Samples.Rollback));
        var expected = issues.Where(i => i != "gamma fails").Select(i => Samples.Print(i).Value).Order(StringComparer.Ordinal)
            .Prepend(Samples.Print("gamma fails").Value).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Patterns()).Select(p => p.Fingerprint.Value), Is.EqualTo(expected));
            Assert.That((await Patterns(limit: 2)).Select(p => p.Fingerprint.Value), Is.EqualTo(expected.Take(2)));
        }
    }

    [Test]
    public async Task A_pattern_carries_its_fixes_by_id_with_their_evidence()
    {
        await _memory.TellAsync(Samples.Told(solution: "one", success: true, scope: Samples.Web1, id: Samples.Id(2)));
        await _memory.TellAsync(Samples.Told(solution: "two", success: false, scope: Samples.Web1, id: Samples.Id(1)));
        await _memory.TellAsync(Samples.Told(Samples.DiskFull));
        var pattern = (await Patterns()).Single(p => p.Fingerprint == Samples.Print(Samples.Crash));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pattern.Fixes.Select(f => f.Fix.Id), Is.EqualTo([Samples.Id(1), Samples.Id(2)]));
            Assert.That(pattern.Fixes.Select(f => f.Evidence.Single().Worked.Total), Is.EqualTo([0, 1]));
        }
    }

    [Test]
    public async Task An_issue_that_was_only_seen_is_a_pattern_without_fixes()
    {
        await _memory.SeeAsync(Samples.Seen());
        await _memory.SeeAsync(Samples.Seen());
        var pattern = (await Patterns()).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((pattern.IssueText, pattern.Count), Is.EqualTo((Samples.Crash, 2L)));
            Assert.That(pattern.Fixes, Is.Empty);
        }
    }

    [Test]
    public async Task The_same_telling_twice_counts_once()
    {
        await _memory.TellAsync(Samples.Told(agent: "a", tsGiven: true));
        await _memory.TellAsync(Samples.Told(agent: "a", tsGiven: true));

        Assert.That((await Patterns()).Single().Count, Is.EqualTo(1));
    }

    private Task<IReadOnlyList<IssuePattern>> Patterns(int limit = 20) =>
        _memory.GetPatternsAsync(Since, PreviousSince, Samples.Now, limit, CancellationToken.None);
}
