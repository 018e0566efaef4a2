using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Contracts;

/// <summary>Reports, taken in whole or not at all, and the series they make (contract 7).</summary>
[ContractOf(typeof(ITelemetryLog))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class TelemetryLogContract(Harness<RecordStore> harness)
{
    private RecordStore _store = null!;
    private ITelemetryLog _log = null!;

    [SetUp]
    public async Task StartEmpty()
    {
        _store = await harness.RequireAsync();
        _log = _store.Telemetry;
    }

    [Test]
    public async Task A_report_of_an_unknown_agent_registers_it()
    {
        var receipt = await Append(Samples.Report(ts: Samples.Now - 7, receivedAt: Samples.Now));
        var agent = await _store.Agents.GetAsync("probe", CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((receipt.Duplicate, receipt.Agent.IsNew), Is.EqualTo((false, true)));
            Assert.That(agent, Is.EqualTo(receipt.Agent.Agent));
            Assert.That((agent!.Server, agent.LastSeen), Is.EqualTo(("web-1", Samples.Now)), "seen by our clock, not the reporter's");
            Assert.That(agent.LastReport, Is.Not.Null);
        }
    }

    [Test]
    public async Task A_report_renews_the_lease_and_keeps_what_it_leaves_out()
    {
        await Append(Samples.Report());
        var receipt = await Append(Samples.Report(server: null, receivedAt: Samples.Now + Samples.Hour));

        Assert.That((receipt.Agent.IsNew, receipt.Agent.Agent.Server, receipt.Agent.Agent.LastSeen), Is.EqualTo((false, "web-1", Samples.Now + Samples.Hour)));
    }

    [Test]
    public async Task Its_fixes_are_remembered_and_its_issues_are_occurrences()
    {
        await _store.Memory.TellAsync(Samples.Told(success: true, scope: Samples.Web1, ts: Samples.Now - Samples.Hour));
        var receipt = await Append(Samples.Report(
            fixes: [Samples.Told(), Samples.Told(Samples.DiskFull), Samples.Told("never told") with { IssueText = null }],
            issues: [Samples.Seen(Samples.Crash), Samples.Seen("never heard of", withText: false)]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt.Fixes.Select(f => f?.Deduplicated), Is.EqualTo(new bool?[] { true, false, null }));
            Assert.That((await _store.Memory.FixAsync(receipt.Fixes[0]!.Id)).Fix.Sightings, Is.EqualTo(2));
            Assert.That((await _store.Memory.FixAsync(receipt.Fixes[1]!.Id)).Fix.IssueText, Is.EqualTo(Samples.DiskFull));
            Assert.That(receipt.Issues[0]!.CameBack, Is.EqualTo([receipt.Fixes[0]!.Id]));
            Assert.That(receipt.Issues[1], Is.Null);
        }
    }

    [Test]
    public async Task The_same_sequence_and_body_counts_once()
    {
        await Append(Samples.Report(sequence: 7, fixes: [Samples.Told()]));
        var again = await Append(Samples.Report(sequence: 7, fixes: [Samples.Told()], receivedAt: Samples.Now + Samples.Minute));
        var fix = (await _store.Memory.ListFixesAsync(new FixListQuery(10), CancellationToken.None)).Single().Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Duplicate, Is.True);
            Assert.That(again.Fixes, Is.Empty);
            Assert.That(fix.Sightings, Is.EqualTo(1));
            Assert.That((await Series()).Single().Points, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Another_body_instance_agent_or_no_sequence_is_a_report_of_its_own()
    {
        await Append(Samples.Report(sequence: 7, instance: "m1"));
        var others = new[]
        {
            await Append(Samples.Report(sequence: 7, instance: "m1", digest: "d2", ts: Samples.Now + 1)),
            await Append(Samples.Report(sequence: 8, instance: "m1", ts: Samples.Now + 2)),
            await Append(Samples.Report(agent: "other", sequence: 7, instance: "m1", ts: Samples.Now + 3)),
            await Append(Samples.Report(instance: "m1", ts: Samples.Now + 4)),
            await Append(Samples.Report(instance: "m1", ts: Samples.Now + 5)),
            await Append(Samples.Report(sequence: 7, instance: "m2", ts: Samples.Now + 6, receivedAt: Samples.Now + Samples.Hour)),
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(others.Select(r => r.Duplicate), Is.All.False);
            Assert.That((await Series()).Single().Points, Has.Count.EqualTo(6));
        }
    }

    [Test]
    public async Task A_report_is_taken_in_whole_or_not_at_all()
    {
        await _store.Agents.RegisterAsync(new AgentRegistration("probe", "web-1", "machine-1"), Samples.Now, null, CancellationToken.None);
        var inUse = await Refusal.OfAsync(() => Append(Samples.Report(server: "web-2", instance: "machine-2", fixes: [Samples.Told()], issues: [Samples.Seen()])));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(inUse, Is.EqualTo(ProblemCodes.AgentNameInUse));
            Assert.That(await Series(), Is.Empty);
            Assert.That((await _store.Memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.Zero);
            Assert.That(await _store.Memory.GetPatternsAsync(0, 0, Samples.Now, 10, CancellationToken.None), Is.Empty);
            Assert.That((await _store.Agents.GetAsync("probe", CancellationToken.None))!.Server, Is.EqualTo("web-1"));
        }
    }

    [Test]
    public async Task Series_have_a_name_and_a_unit_in_ordinal_order_and_points_oldest_first()
    {
        await Append(Samples.Report(ts: Samples.Now + 2, metrics: [new Metric("mem", 3, "By"), new Metric("cpu", .5), new Metric("Cpu", -1)]));
        await Append(Samples.Report(ts: Samples.Now + 1, metrics: [new Metric("cpu", .25), new Metric("mem", 1.5, "%")]));
        await Append(Samples.Report(agent: "other", metrics: [new Metric("cpu", 99)]));
        var series = await Series();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(series.Select(s => s.Name), Is.EqualTo(["Cpu", "cpu", "mem", "mem"]));
            Assert.That(series.Where(s => s.Name == "mem").Select(s => s.Unit), Is.EquivalentTo(["By", "%"]));
            Assert.That(series[1].Points, Is.EqualTo([new MetricPoint(Samples.Now + 1, .25), new MetricPoint(Samples.Now + 2, .5)]));
            Assert.That((await Series(name: "cpu")).Single().Name, Is.EqualTo("cpu"));
            Assert.That(await Series(name: "disk"), Is.Empty);
            Assert.That(await Series("nobody"), Is.Empty);
        }
    }

    [TestCase(1.7976931348623157e308)]
    [TestCase(5e-324)]
    [TestCase(-0.1)]
    [TestCase(9007199254740991d)]
    public async Task A_value_comes_back_as_it_was_sent(double value)
    {
        await Append(Samples.Report(metrics: [new Metric("cpu", value, "1", new Metadata("""{"core": 0}"""))]));

        Assert.That((await Series()).Single().Points.Single().Value, Is.EqualTo(value));
    }

    [Test]
    public async Task Since_is_inclusive_and_the_newest_points_are_kept()
    {
        for (var i = 0; i < 5; i++)
            await Append(Samples.Report(ts: Samples.Now + i, metrics: [new Metric("cpu", i)]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Values(new SeriesQuery("probe", "cpu", Samples.Now + 2, null, 100)), Is.EqualTo([2, 3, 4]));
            Assert.That(await Values(new SeriesQuery("probe", "cpu", 0, null, 2)), Is.EqualTo([3, 4]));
            Assert.That(await Values(new SeriesQuery("probe", "cpu", 0, null, 5)), Is.EqualTo([0, 1, 2, 3, 4]));
        }
    }

    [Test]
    public async Task A_step_gives_the_mean_at_its_first_instant_counted_from_the_epoch()
    {
        var hour = Samples.Now - (Samples.Now % Samples.Hour);
        (long Ts, double Value)[] reports = [(hour - 1, 10), (hour, 1), (hour + Samples.Hour - 1, 4), (hour + Samples.Hour, 7)];
        foreach (var (ts, value) in reports)
            await Append(Samples.Report(ts: ts, metrics: [new Metric("cpu", value)]));
        var points = (await _log.ReadAsync(new SeriesQuery("probe", "cpu", 0, Samples.Hour, 100), CancellationToken.None)).Single().Points;
        var newest = (await _log.ReadAsync(new SeriesQuery("probe", "cpu", 0, Samples.Hour, 1), CancellationToken.None)).Single().Points;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(points, Is.EqualTo([
                new MetricPoint(hour - Samples.Hour, 10), new MetricPoint(hour, 2.5), new MetricPoint(hour + Samples.Hour, 7)]));
            Assert.That(newest, Is.EqualTo([new MetricPoint(hour + Samples.Hour, 7)]));
        }
    }

    [Test]
    public async Task Purging_removes_what_was_taken_before_the_instant_and_says_how_many()
    {
        for (var i = 0; i < 4; i++)
            await Append(Samples.Report(ts: Samples.Now + i, metrics: [new Metric("cpu", i), new Metric("mem", i)]));
        var purged = await _log.PurgeAsync(Samples.Now + 2, CancellationToken.None);
        var again = await _log.PurgeAsync(Samples.Now + 2, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((purged, again), Is.EqualTo((2L, 0L)));
            Assert.That(await Values(new SeriesQuery("probe", "cpu", 0, null, 10)), Is.EqualTo([2, 3]));
            Assert.That(await _store.Agents.GetAsync("probe", CancellationToken.None), Is.Not.Null);
        }
    }

    [Test]
    public async Task A_repeated_idempotency_key_answers_as_the_first_time_and_another_request_is_refused()
    {
        var key = new WriteKey("key", 0, "digest-a");
        var first = await _log.AppendAsync(Samples.Report(fixes: [Samples.Told()]), key, CancellationToken.None);
        var again = await _log.AppendAsync(Samples.Report(fixes: [Samples.Told()]), key, CancellationToken.None);
        var refusal = await Refusal.OfAsync(() => _log.AppendAsync(Samples.Report(), key with { Digest = "digest-b" }, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Replayed, again.Replayed), Is.EqualTo((false, true)));
            Assert.That(again.Value.Fixes, Is.EqualTo(first.Value.Fixes));
            Assert.That((again.Value.Duplicate, again.Value.Agent), Is.EqualTo((false, first.Value.Agent)));
            Assert.That((await Series()).Single().Points, Has.Count.EqualTo(1));
            Assert.That(refusal, Is.EqualTo(ProblemCodes.IdempotencyKeyReused));
        }
    }

    [Test]
    public async Task Concurrent_repeats_of_one_report_count_once()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Append(Samples.Report(sequence: 1, fixes: [Samples.Told()]))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipts.Count(r => !r.Duplicate), Is.EqualTo(1));
            Assert.That((await Series()).Single().Points, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_cancelled_call_is_cancelled_and_changes_nothing()
    {
        var gone = new CancellationToken(canceled: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Cancellation.OfAsync(() => _log.AppendAsync(Samples.Report(), null, gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _log.ReadAsync(new SeriesQuery("probe", null, 0, null, 10), gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _log.PurgeAsync(Samples.Now, gone)), Is.True);
        }

        Assert.That(await _store.Agents.GetAsync("probe", CancellationToken.None), Is.Null);
    }

    private async Task<TelemetryReceipt> Append(TelemetryReport report) => (await _log.AppendAsync(report, null, CancellationToken.None)).Value;

    private Task<IReadOnlyList<MetricSeries>> Series(string agent = "probe", string? name = null) =>
        _log.ReadAsync(new SeriesQuery(agent, name, 0, null, 1_000), CancellationToken.None);

    private async Task<List<double>> Values(SeriesQuery query) =>
        [.. (await _log.ReadAsync(query, CancellationToken.None)).Single().Points.Select(p => p.Value)];
}
