using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Telemetry;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Record;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Reports of agents as rows of the data file. A report and all it brings commit in one transaction.</summary>
internal sealed class SqliteTelemetryLog(SqliteStore store) : ITelemetryLog
{
    // Reports of one purging transaction: few enough that other writes behind it do not notice.
    private const int PurgeLength = 500;

    private static readonly Answer<TelemetryReceipt> Receipt = new(
        "telemetry",
        receipt => JsonSerializer.Serialize(KeptAnswer.WithoutText(receipt), KeptAnswer.Json),
        (session, json) =>
        {
            var kept = JsonSerializer.Deserialize<TelemetryReceipt>(json, KeptAnswer.Json)!;
            return kept with { Fixes = [.. kept.Fixes.Select(fix => fix is null ? null : Answers.WithText(session, fix))] };
        });

    /// <inheritdoc/>
    public Task<Written<TelemetryReceipt>> AppendAsync(TelemetryReport report, WriteKey? key, CancellationToken ct)
    {
        Telling[] tellings = [.. report.Fixes.Select(Telling.Of)];
        return store.Writer.WriteAsync(
            "take a report", session => Idempotency.Once(store, session, key, Receipt, s => Append(s, report, tellings))!, ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricSeries>> ReadAsync(SeriesQuery query, CancellationToken ct) =>
        store.Readers.ReadAsync<IReadOnlyList<MetricSeries>>("read series", session => TelemetryRows.Series(session, query), ct);

    /// <inheritdoc/>
    public async Task<long> PurgeAsync(long before, CancellationToken ct)
    {
        long removed = 0;
        for (var last = PurgeLength; last == PurgeLength; removed += last)
            last = await store.Writer.WriteAsync("purge reports", session => TelemetryRows.Purge(session, before, PurgeLength), ct).ConfigureAwait(false);
        return removed;
    }

    private TelemetryReceipt Append(WriteSession session, TelemetryReport report, Telling[] tellings)
    {
        if (TelemetryRows.IsRepeat(session, report) && AgentRows.Get(session, report.Agent.Name) is { } known)
            return new TelemetryReceipt(true, new AgentReceipt(known, false, null), [], []);
        var agent = AgentIntake.Take(session, report.Agent, report.ReceivedAt, isReport: true);
        TelemetryRows.Insert(session, report);
        return new TelemetryReceipt(
            false,
            agent,
            [.. tellings.Select(telling => FixIntake.Take(session, telling))],
            [.. report.Issues.Select(seen => OccurrenceIntake.Take(session, seen, store.Options.RegressionWindowMilliseconds))]);
    }
}
