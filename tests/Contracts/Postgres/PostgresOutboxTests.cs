using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Outbox;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Outbox;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>What changes is noted for projection, claimed by one owner at a time, and ends or is parked.</summary>
[Category(PostgresRecord.Name)]
public sealed class PostgresOutboxTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = SharedPostgres.Clock();
    private TemporaryDatabase _database = null!;
    private PostgresStore _store = null!;
    private PostgresFixMemory _memory = null!;
    private PostgresOutbox _outbox = null!;
    private PostgresOutbox _other = null!;

    [SetUp]
    public async Task Open()
    {
        await TemporaryDatabase.RequireServerAsync();
        _database = await TemporaryDatabase.CreateAsync();
        _store = await _database.OpenReadyAsync(_clock);
        (_memory, _outbox, _other) = (new PostgresFixMemory(_store), OutboxOver(_store), OutboxOver(_database.Open(_clock)));
    }

    [TearDown]
    public async Task Close()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Test]
    public async Task A_change_is_claimed_as_the_entity_is_now()
    {
        var told = await _memory.TellAsync(Samples.Told(success: true, agent: "probe", scope: Samples.Web1));
        await _memory.RecordAsync(Samples.Outcome(told.Id, scope: Samples.Web2));
        await new PostgresAgentRegistry(_store).RegisterAsync(new AgentRegistration("probe", "web-1"), Samples.Now, null, CancellationToken.None);
        var erased = await _memory.TellAsync(Samples.Told("gone", "soon"));
        await _memory.EraseAsync(RecordKind.Fix, erased.Id, Samples.Now, CancellationToken.None);
        await _memory.KeepAsync(Samples.Note());
        var claimed = await _outbox.ClaimAsync(100, Lease, CancellationToken.None);
        var states = claimed.Select(item => item.Change).OfType<GraphChange>().ToList();
        var fixes = states.OfType<FixState>().ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixes, Has.Count.EqualTo(2).And.All.Matches<FixState>(f => f.Fix.Id == told.Id && f.Fix.Outcomes.Worked == 2 && f.Evidence.Count == 2 && f.Reports.Count == 1));
            Assert.That(fixes[0].Revision, Is.EqualTo((await _memory.FixAsync(told.Id)).Fix.Revision));
            Assert.That(states.OfType<FixTombstone>().Select(t => t.Id), Is.EqualTo([erased.Id]));
            Assert.That(states.OfType<AgentState>().Select(a => a.Agent.Name), Is.EqualTo(["probe"]));
            Assert.That(claimed.Count(item => item.Change is null), Is.EqualTo(1), "the telling of what was erased since");
        }
    }

    [Test]
    public async Task Two_owners_never_hold_the_same_row()
    {
        for (var i = 0; i < 60; i++)
            await _memory.TellAsync(Samples.Told(solution: $"variant {i}"));
        var claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? _outbox : _other).ClaimAsync(7, Lease, CancellationToken.None)));
        var ids = claims.SelectMany(items => items.Select(item => item.Seq)).ToList();

        Assert.That(ids, Is.Unique.And.Count.EqualTo(60));
    }

    [Test]
    public async Task What_is_not_completed_in_time_falls_to_another()
    {
        await _memory.TellAsync(Samples.Told());
        var first = await _outbox.ClaimAsync(10, Lease, CancellationToken.None);
        var meanwhile = await _other.ClaimAsync(10, Lease, CancellationToken.None);
        _clock.Advance(Lease);
        var second = await _other.ClaimAsync(10, Lease, CancellationToken.None);
        var late = await _outbox.CompleteAsync([first[0]], CancellationToken.None);
        var done = await _other.CompleteAsync([second[0]], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((meanwhile.Count, second[0].Seq), Is.EqualTo((0, first[0].Seq)));
            Assert.That((late, done), Is.EqualTo((0, 1)));
            Assert.That(await _outbox.GetStatsAsync(CancellationToken.None), Is.EqualTo(new OutboxStats(0, null, 0)));
        }
    }

    [Test]
    public async Task What_is_deferred_comes_again_and_what_is_refused_is_parked_until_it_is_retried_or_discarded()
    {
        var told = await _memory.TellAsync(Samples.Told());
        var claimed = await _outbox.ClaimAsync(10, Lease, CancellationToken.None);
        await _outbox.DeferAsync([claimed[0]], TimeSpan.FromSeconds(5), "no answer", CancellationToken.None);
        var tooEarly = await _outbox.ClaimAsync(10, Lease, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var again = await _outbox.ClaimAsync(10, Lease, CancellationToken.None);
        var parked = await _outbox.ParkAsync(again[0], "refused for good", CancellationToken.None);
        var letters = await _outbox.ListParkedAsync(0, 10, CancellationToken.None);
        var retried = await _outbox.RetryAsync(letters[0].Seq, CancellationToken.None);
        var anew = await _outbox.ClaimAsync(10, Lease, CancellationToken.None);
        await _outbox.ParkAsync(anew[0], "again", CancellationToken.None);
        var discarded = await _outbox.DiscardAsync(anew[0].Seq, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((tooEarly.Count, again[0].Attempts, parked, anew[0].Attempts), Is.EqualTo((0, 2, true, 3)));
            Assert.That(letters.Select(l => (l.Reason, l.Kind, l.Subject, l.Attempts)), Is.EqualTo([("refused for good", "fix", told.Id.ToString(), 2)]));
            Assert.That((retried, discarded), Is.EqualTo((true, true)));
            Assert.That(await _outbox.GetStatsAsync(CancellationToken.None), Is.EqualTo(new OutboxStats(0, null, 0)));
        }
    }

    [Test]
    public async Task What_the_record_holds_damaged_is_parked_and_the_others_are_claimed()
    {
        for (var number = 1; number <= 5; number++)
            await _memory.TellAsync(Samples.Told(solution: $"variant {number}", id: Samples.Id(number)));
        await _database.RunAsync($"UPDATE memori_metadata SET solution = 'other' WHERE id = '{Samples.Id(3)}'");
        var claimed = await _outbox.ClaimAsync(10, Lease, CancellationToken.None);
        var parked = await _outbox.ListParkedAsync(0, 10, CancellationToken.None);

        Assert.That(claimed.Select(item => ((FixState)item.Change!).Fix.Id), Is.EqualTo([Samples.Id(1), Samples.Id(2), Samples.Id(4), Samples.Id(5)]));
        Assert.That(parked.Select(item => item.Subject), Is.EqualTo([$"{Samples.Id(3)}"]));
    }

    [Test]
    public async Task What_is_released_is_due_at_once_and_what_others_hold_is_not()
    {
        await _memory.TellAsync(Samples.Told("one", "do it"));
        await _outbox.ClaimAsync(100, Lease, CancellationToken.None);
        Assert.That((await _other.ReleaseAsync(CancellationToken.None), await _other.ClaimAsync(100, Lease, CancellationToken.None)), Is.EqualTo((0, Array.Empty<OutboxItem>())));
        Assert.That(await _outbox.ReleaseAsync(CancellationToken.None), Is.EqualTo(1));
        Assert.That(await _other.ClaimAsync(100, Lease, CancellationToken.None), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Dead_letters_of_a_server_that_is_away_are_told_as_it_is()
    {
        await using var away = new PostgresStore(new PostgresOptions { ConnectionString = "Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2" }, _clock);
        Assert.That(() => OutboxOver(away).ListParkedAsync(0, 10, CancellationToken.None), Throws.InstanceOf<StoreUnavailableException>());
    }

    [Test]
    public async Task A_lease_that_passes_into_another_state_is_noted_once()
    {
        var heartbeat = new Heartbeat(_store);
        await heartbeat.BeatAsync(CancellationToken.None);
        await new PostgresAgentRegistry(_store).RegisterAsync(new AgentRegistration("probe", "web-1", IntervalSeconds: 5), Samples.Now, null, CancellationToken.None);
        await DrainAsync();
        var noted = new List<AgentStatus>();
        for (var second = 0; second < 40; second += 2)
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            await heartbeat.BeatAsync(CancellationToken.None);
            noted.AddRange((await DrainAsync()).Select(item => ((AgentState)item.Change!).Agent.StatusAt(_store.Now)));
        }

        Assert.That(noted, Is.EqualTo([AgentStatus.Late, AgentStatus.Offline]));
    }

    [Test]
    public async Task Time_in_which_nobody_was_up_does_not_count_against_a_lease()
    {
        var agents = new PostgresAgentRegistry(_store);
        var heartbeat = new Heartbeat(_store);
        await heartbeat.BeatAsync(CancellationToken.None);
        await agents.RegisterAsync(new AgentRegistration("probe", "web-1"), Samples.Now, null, CancellationToken.None);
        await DrainAsync();
        _clock.Advance(TimeSpan.FromHours(2));
        await heartbeat.BeatAsync(CancellationToken.None);

        Assert.That((await DrainAsync()).Select(item => ((AgentState)item.Change!).Agent.Name), Does.Contain("probe"), "the graph has the lease too");
        Assert.That((await agents.GetAsync("probe", CancellationToken.None))!.StatusAt(_store.Now), Is.EqualTo(AgentStatus.Active));
    }

    [TestCase(-1)]
    [TestCase(1)]
    [TestCase(-3_600)]
    [TestCase(3_600)]
    [TestCase(-315_360_000)]
    [TestCase(315_360_000)]
    public async Task A_clock_that_jumps_holds_up_neither_what_was_noted_nor_what_a_dead_claimant_held(int seconds)
    {
        await _memory.TellAsync(Samples.Told(solution: "claimed by one that dies"));
        await _other.ClaimAsync(10, Lease, CancellationToken.None);
        await _memory.TellAsync(Samples.Told(solution: "deferred"));
        await _outbox.DeferAsync(await _outbox.ClaimAsync(10, Lease, CancellationToken.None), TimeSpan.FromSeconds(10), "away", CancellationToken.None);
        await _memory.TellAsync(Samples.Told(solution: "noted"));
        _clock.AdjustTime(_clock.GetUtcNow().AddSeconds(seconds));
        var noted = await _outbox.ClaimAsync(10, Lease, CancellationToken.None);
        _clock.AdjustTime(_clock.GetUtcNow().AddMinutes(2));
        var held = await _outbox.ClaimAsync(10, Lease, CancellationToken.None);

        Assert.That(noted, Is.Not.Empty);
        Assert.That(noted.Concat(held).Select(item => item.Seq).Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public async Task Down_time_is_seen_after_a_clock_was_ahead_and_set_right()
    {
        var agents = new PostgresAgentRegistry(_store);
        var heartbeat = new Heartbeat(_store);
        _clock.AdjustTime(_clock.GetUtcNow().AddYears(10));
        await heartbeat.BeatAsync(CancellationToken.None);
        _clock.AdjustTime(_clock.GetUtcNow().AddYears(-10));
        await heartbeat.BeatAsync(CancellationToken.None);
        await agents.RegisterAsync(new AgentRegistration("probe", "web-1"), _store.Now, null, CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(2));
        await heartbeat.BeatAsync(CancellationToken.None);

        Assert.That((await agents.GetAsync("probe", CancellationToken.None))!.StatusAt(_store.Now), Is.EqualTo(AgentStatus.Active));
    }

    private static PostgresOutbox OutboxOver(PostgresStore store) => new(store, new ChangeListener(store, NullLogger<ChangeListener>.Instance));

    private async Task<IReadOnlyList<OutboxItem>> DrainAsync()
    {
        var claimed = await _outbox.ClaimAsync(100, Lease, CancellationToken.None);
        await _outbox.CompleteAsync(claimed, CancellationToken.None);
        return claimed;
    }
}
