using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Telemetry;
using ObsControlPlane.Infrastructure.Sqlite;
using ObsControlPlane.Infrastructure.Telemetry;

namespace ObsControlPlane.Contracts.Sqlite;

[TestFixture]
public sealed class TelemetryRetentionTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Reports_go_after_their_days_at_the_start_and_every_hour_even_after_a_failure()
    {
        var asked = System.Threading.Channels.Channel.CreateUnbounded<long>();
        var log = new Mock<ITelemetryLog>();
        log.Setup(l => l.PurgeAsync(It.IsAny<long>(), It.IsAny<CancellationToken>())).Returns((long before, CancellationToken _) =>
        {
            asked.Writer.TryWrite(before);
            return Task.FromException<long>(new StoreUnavailableException("memory", "purge reports", transient: true));
        });
        var time = new FakeTimeProvider(Start);
        using var retention = new TelemetryRetention(log.Object, new TelemetryOptions { KeepDays = 7 }, time, NullLogger<TelemetryRetention>.Instance);

        await retention.StartAsync(default);
        var first = await asked.Reader.ReadAsync();
        var second = NextAsync();
        while (!second.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(1);
        }

        await retention.StopAsync(default);
        Assert.That(first, Is.EqualTo(Start.AddDays(-7).ToUnixTimeMilliseconds()));
        Assert.That(await second, Is.GreaterThanOrEqualTo(Start.AddDays(-7).AddHours(1).ToUnixTimeMilliseconds()));

        async Task<long> NextAsync() => await asked.Reader.ReadAsync();
    }

    [Test]
    public async Task A_purge_of_more_than_one_transaction_removes_reports_and_points_before_the_instant_alone()
    {
        await using var temporary = new TemporaryStore();
        var log = new SqliteTelemetryLog(temporary.Store);
        var now = temporary.Store.Now;
        await Task.WhenAll(Enumerable.Range(0, 1_201).Select(i => log.AppendAsync(Report(now + i), null, default)));

        var removed = await log.PurgeAsync(now + 1_200, default);

        var left = await temporary.Store.Readers.ReadAsync("count", session => session.Number("SELECT count(*) FROM telemetry_points"), default);
        var series = await log.ReadAsync(new SeriesQuery("ops-1", null, 0, null, 10_000), default);
        Assert.That((removed, left), Is.EqualTo((1_200L, (long?)1)));
        Assert.That(series.Single().Points, Is.EqualTo(new[] { new MetricPoint(now + 1_200, 1.5) }));
    }

    private static TelemetryReport Report(long ts) => new()
    {
        Id = Guid.CreateVersion7(),
        Agent = new AgentRegistration("ops-1", "web-1"),
        Ts = ts,
        ReceivedAt = ts,
        Digest = $"d{ts}",
        Metrics = [new Metric("load", 1.5)],
    };
}
