using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Telemetry;
using ObsControlPlane.Infrastructure.Postgres.Record;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Reports of agents as rows of the database. A report and all it brings commit in one transaction.</summary>
internal sealed class PostgresTelemetryLog(PostgresStore store) : ITelemetryLog
{
    // Reports of one purging transaction: few enough that it is over soon.
    private const int PurgeLength = 500;

    private static readonly Answer<TelemetryReceipt> Receipt = new(
        "telemetry",
        receipt => JsonSerializer.Serialize(KeptAnswer.WithoutText(receipt), KeptAnswer.Json),
        RecallAsync);

    /// <inheritdoc/>
    public async Task<Written<TelemetryReceipt>> AppendAsync(TelemetryReport report, WriteKey? key, CancellationToken ct)
    {
        Telling[] tellings = [.. report.Fixes.Select(Telling.Of)];
        return (await store.WriteTogetherAsync(
            "take a report",
            session => Idempotency.OnceAsync<TelemetryReceipt, Asked<Agent>>(
                store, session, key, Receipt, s => AgentIntake.Gather(s, report.Agent), async (s, asked) => await AppendAsync(s, report, tellings, asked).ConfigureAwait(false)),
            ct).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricSeries>> ReadAsync(SeriesQuery query, CancellationToken ct) =>
        store.ReadOnceAsync<IReadOnlyList<MetricSeries>>("read series", async session => await TelemetryRows.SeriesAsync(session, query).ConfigureAwait(false), ct);

    /// <inheritdoc/>
    public async Task<long> PurgeAsync(long before, CancellationToken ct)
    {
        long removed = 0;
        for (var last = PurgeLength; last == PurgeLength; removed += last)
            last = await store.WriteAsync("purge reports", session => TelemetryRows.PurgeAsync(session, before, PurgeLength), ct).ConfigureAwait(false);
        return removed;
    }

    private async Task<TelemetryReceipt> AppendAsync(WriteSession session, TelemetryReport report, Telling[] tellings, Asked<Agent> asked)
    {
        // All issues of the report at once and in one order, so that two reports never hold what the other waits for.
        session.Lock([.. tellings.SelectMany(telling => telling.Locks).Concat(report.Issues.Select(seen => IssueRows.LockName(seen.Fingerprint))).Distinct().OrderDescending(StringComparer.Ordinal)]);
        if (await TelemetryRows.IsRepeatAsync(session, report).ConfigureAwait(false) && asked.First is { } known)
            return new TelemetryReceipt(true, new AgentReceipt(known, false, null), [], []);
        var agent = await AgentIntake.TakeAsync(session, report.Agent, report.ReceivedAt, isReport: true, asked).ConfigureAwait(false);
        TelemetryRows.Insert(session, report);
        var fixes = new List<Receipt?>();
        foreach (var telling in tellings)
            fixes.Add(await FixIntake.TakeAsync(session, telling, FixIntake.Gather(session, telling)).ConfigureAwait(false));
        var issues = new List<OccurrenceReceipt?>();
        foreach (var seen in report.Issues)
            issues.Add(await OccurrenceIntake.TakeAsync(session, seen, store.Options.RegressionWindowMilliseconds, OccurrenceIntake.Gather(session, seen)).ConfigureAwait(false));
        return new TelemetryReceipt(false, agent, fixes, issues);
    }

    private static async Task<TelemetryReceipt> RecallAsync(PostgresSession session, string json)
    {
        var kept = JsonSerializer.Deserialize<TelemetryReceipt>(json, KeptAnswer.Json)!;
        var fixes = new List<Receipt?>();
        foreach (var fix in kept.Fixes)
            fixes.Add(fix is null ? null : await Answers.WithTextAsync(session, fix).ConfigureAwait(false));
        return kept with { Fixes = fixes };
    }
}
