using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Sqlite;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>Time in which we were down is no agent's fault.</summary>
[TestFixture]
public sealed class HeartbeatTests
{
    private static readonly TimeSpan Downtime = TimeSpan.FromHours(3);

    private TemporaryStore _temporary = null!;

    private long Now => _temporary.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [SetUp]
    public async Task Open()
    {
        _temporary = new TemporaryStore();
        await BeatAsync();
    }

    [TearDown]
    public async Task Close() => await _temporary.DisposeAsync();

    [Test]
    public async Task An_agent_is_as_alive_after_our_downtime_as_it_was_before()
    {
        await PutAsync("bot", Now);
        _temporary.Time.Advance(Downtime);
        await BeatAsync();

        var agent = await GetAsync("bot");
        Assert.That((agent.StatusAt(Now), agent.ExcusedMilliseconds), Is.EqualTo((AgentStatus.Active, (long)Downtime.TotalMilliseconds)));
    }

    [Test]
    public async Task An_agent_that_was_offline_before_stays_so_and_one_that_was_retired_stays_that()
    {
        await PutAsync("offline", Now - 400_000);
        await PutAsync("retired", Now - 400_000 - (7L * 24 * 60 * 60 * 1000));
        _temporary.Time.Advance(Downtime);
        await BeatAsync();

        Assert.That((await GetAsync("offline")).StatusAt(Now), Is.EqualTo(AgentStatus.Offline));
        Assert.That((await GetAsync("retired")).StatusAt(Now), Is.EqualTo(AgentStatus.Retired));
    }

    [Test]
    public async Task While_beats_follow_each_other_nothing_is_excused()
    {
        await PutAsync("bot", Now);
        for (var i = 0; i < 5; i++)
        {
            _temporary.Time.Advance(Heartbeat.Interval);
            await BeatAsync();
        }

        Assert.That((await GetAsync("bot")).ExcusedMilliseconds, Is.Zero);
    }

    [Test]
    public async Task A_clock_that_was_set_back_excuses_nothing()
    {
        await PutAsync("bot", Now);
        await _temporary.Store.Writer.WriteAsync("test", session => session.Run("UPDATE heartbeat SET beat = beat + 1000000000"), CancellationToken.None);
        await BeatAsync();

        Assert.That((await GetAsync("bot")).ExcusedMilliseconds, Is.Zero);
    }

    private Task BeatAsync() => new Heartbeat(_temporary.Store).BeatAsync(CancellationToken.None);

    private Task<bool> PutAsync(string name, long lastSeen) => _temporary.Store.Writer.WriteAsync(
        "test", session => AgentRows.InsertNew(session, new Agent { Name = name, RegisteredAt = lastSeen, LastSeen = lastSeen }), CancellationToken.None);

    private async Task<Agent> GetAsync(string name) =>
        (await _temporary.Store.Readers.ReadAsync("test", session => AgentRows.Get(session, name), CancellationToken.None))!;
}
