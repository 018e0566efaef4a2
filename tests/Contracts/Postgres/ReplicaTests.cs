using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>Several processes over one database are one record.</summary>
[Category(PostgresRecord.Name)]
public sealed class ReplicaTests
{
    private const int Writers = 16;

    private TemporaryDatabase _database = null!;
    private RecordStore[] _replicas = [];

    [SetUp]
    public async Task Open()
    {
        await TemporaryDatabase.RequireServerAsync();
        _database = await TemporaryDatabase.CreateAsync();
        _replicas = [PostgresRecord.Over(await _database.OpenReadyAsync()), PostgresRecord.Over(await _database.OpenReadyAsync())];
    }

    [TearDown]
    public async Task Close()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Test]
    public async Task One_fix_told_by_all_at_once_is_one_fix_with_all_tellings()
    {
        var told = await AllAsync((store, i) => store.Memory.TellAsync(Samples.Told(success: true, agent: $"agent {i}", scope: Samples.Web1)));
        var fix = (await _replicas[1].Memory.FixAsync(told[0].Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Select(r => r.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(told.Count(r => !r.Deduplicated), Is.EqualTo(1));
            Assert.That(told.Select(r => r.Revision), Is.Unique);
            Assert.That((fix.Sightings, fix.Outcomes.Worked, fix.Revision), Is.EqualTo(((long)Writers, (long)Writers, told.Max(r => r.Revision))));
        }
    }

    [Test]
    public async Task One_key_is_one_write_whichever_process_it_comes_to()
    {
        var key = new WriteKey("key", 0, "digest");
        var written = await AllAsync((store, _) => store.Memory.TakeFixAsync(Samples.Told(success: true), key, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(written.Count(w => !w!.Replayed), Is.EqualTo(1));
            Assert.That(written.Select(w => w!.Value).Distinct().Count(), Is.EqualTo(1));
            Assert.That((await _replicas[0].Memory.GetStatsAsync(CancellationToken.None)).Outcomes, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task One_application_counts_once_and_all_others_each()
    {
        var fix = (await _replicas[0].Memory.TellAsync(Samples.Told())).Id;
        var same = await AllAsync((store, _) => store.Memory.RecordAsync(Samples.Outcome(fix, application: "deploy-1")));
        await AllAsync((store, i) => store.Memory.RecordAsync(Samples.Outcome(fix, application: $"own-{i}", scope: Samples.Web1)));
        var counts = (await _replicas[1].Memory.FixAsync(fix)).Fix.Outcomes;

        Assert.That((same.Count(r => r.Counted), counts.Worked), Is.EqualTo((1, (long)Writers + 1)));
    }

    [Test]
    public async Task Fixes_that_replace_each_other_from_all_sides_end_in_one_chain_and_counts_agree()
    {
        await AllAsync((store, i) => store.Memory.TellAsync(Samples.Told($"issue {(char)('a' + (i % 4))}", $"solution {i}", source: "wiki", sourceId: "page")));
        var fixes = await _replicas[0].Memory.ListFixesAsync(new FixListQuery(100), CancellationToken.None);
        var stats = await _replicas[1].Memory.GetStatsAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixes, Has.Count.EqualTo(Writers));
            Assert.That(stats.Fixes, Is.EqualTo(Writers));
            Assert.That(fixes.Count(f => f.Fix.Supersedes is null), Is.EqualTo(1));
            Assert.That(fixes.Count(f => f.Fix.SupersededBy is null), Is.EqualTo(1));
            Assert.That(fixes.Select(f => f.Fix.Supersedes).OfType<Guid>(), Is.Unique);
        }
    }

    [Test]
    public async Task What_is_sent_again_with_its_own_id_changes_nothing()
    {
        var report = Samples.Told(success: true);
        var first = await _replicas[0].Memory.TellAsync(report);
        var outcome = Samples.Outcome(first.Id, scope: Samples.Web1);
        var entered = await _replicas[0].Memory.RecordAsync(outcome);
        await _replicas[1].Memory.TellAsync(report);
        var again = await _replicas[1].Memory.RecordAsync(outcome);
        var fix = (await _replicas[0].Memory.FixAsync(first.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((fix.Sightings, fix.Outcomes.Worked), Is.EqualTo((1L, 2L)));
            Assert.That((again.Counted, again.Counts), Is.EqualTo((entered.Counted, entered.Counts)));
        }
    }

    [Test]
    public async Task A_write_through_one_is_found_by_the_other_at_once()
    {
        for (var i = 0; i < 20; i++)
        {
            var told = await _replicas[i % 2].Memory.TellAsync(Samples.Told($"kubelet zebra{(char)('a' + i)}q", "x"));
            Assert.That(await _replicas[(i + 1) % 2].FoundByWordsAsync(Samples.Words($"zebra{(char)('a' + i)}q")), Is.EqualTo([told.Id]));
        }
    }

    [Test]
    public async Task Of_installations_that_take_a_name_at_once_one_gets_it()
    {
        var got = await AllAsync((store, i) => Refusal.OfAsync(() => store.Agents.RegisterAsync(new AgentRegistration("probe", "web-1", $"machine {i}"), Samples.Now, null, CancellationToken.None)));

        Assert.That(got.Count(refusal => refusal is null), Is.EqualTo(1));
    }

    [Test]
    public async Task Reports_that_bring_the_same_issues_in_other_orders_are_all_taken()
    {
        string[] issues = ["first issue", "second issue", "third issue"];
        await AllAsync((store, i) => store.Telemetry.AppendAsync(
            Samples.Report($"agent {i}", fixes: [.. (i % 2 == 0 ? issues : issues.Reverse()).Select(issue => Samples.Told(issue, "solved"))], issues: [Samples.Seen(issues[i % 3])]),
            null, CancellationToken.None));

        Assert.That((await _replicas[0].Memory.ListFixesAsync(new FixListQuery(10), CancellationToken.None)).Select(f => f.Fix.Sightings), Is.All.EqualTo(Writers));
    }

    private async Task<List<T>> AllAsync<T>(Func<RecordStore, int, Task<T>> act) =>
        [.. await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => act(_replicas[i % _replicas.Length], i))))];
}
