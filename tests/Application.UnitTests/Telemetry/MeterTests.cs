using System.Diagnostics.Metrics;
using Moq;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Memories;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Telemetry;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Application.UnitTests.Telemetry;

public sealed class MeterTests
{
    [TestCase(true, false, "ocp.remember.duration result=ok", "ocp.fix.outcomes outcome=worked")]
    [TestCase(false, false, "ocp.remember.duration result=ok", "ocp.fix.outcomes outcome=failed")]
    [TestCase(null, false, "ocp.remember.duration result=ok")]
    [TestCase(true, true, "ocp.remember.duration result=ok")]
    public async Task Remembering_is_timed_and_its_outcome_counted_once(bool? success, bool deduplicated, params string[] expected)
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.TakeMemoryAsync(It.IsAny<Memory>(), null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Written<Receipt>(Known.Receipt(success: success, deduplicated: deduplicated)));
        Assert.That(await SeenAsync(host, () => host.SendAsync(new RememberMemoryCommand("k", "c", null, null, null, null, null))), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_refused_request_is_counted_as_refused()
    {
        using var host = new TestHost();
        var seen = await SeenAsync(host, () => host.SendAsync(new RememberMemoryCommand(null, null, null, null, null, null, null)));
        Assert.That(seen, Is.EqualTo(["ocp.remember.duration result=refused"]));
    }

    [Test]
    public async Task A_store_that_is_down_is_counted_as_unavailable()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.TakeMemoryAsync(It.IsAny<Memory>(), null, It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException("memory", "write", true));
        var seen = await SeenAsync(host, () => host.SendAsync(new RememberMemoryCommand("k", "c", null, null, null, null, null)));
        Assert.That(seen, Is.EqualTo(["ocp.remember.duration result=unavailable"]));
    }

    [Test]
    public async Task A_recall_is_timed_and_counted_by_its_verdict()
    {
        using var host = new TestHost();
        host.Search.Setup(s => s.FindExactAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(new ExactLeg([]));
        host.Search.Setup(s => s.FindWordsAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(new WordLeg([], 1));
        host.Memory.Setup(m => m.GetMemoriesAsync("k", 100, It.IsAny<CancellationToken>())).ReturnsAsync([]);
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        var seen = await SeenAsync(host, () => host.SendAsync(new RecallQuery("k")));
        Assert.That(seen, Is.EqualTo(["ocp.recall.duration result=ok", "ocp.recall.results verdict=none"]));
    }

    [TestCase("worked", true, "ocp.fix.outcomes outcome=worked")]
    [TestCase("rolled_back", true, "ocp.fix.outcomes outcome=failed")]
    [TestCase("attempted", true, "ocp.fix.outcomes outcome=unknown")]
    [TestCase("worked", false)]
    public async Task An_outcome_is_counted_when_the_record_counted_it(string outcome, bool counted, params string[] expected)
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.RecordOutcomeAsync(It.IsAny<OutcomeReport>(), null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Written<OutcomeReceipt>(new OutcomeReceipt(Known.Id, Known.Id, counted, OutcomeCounts.None, [])));
        var command = new RecordOutcomeCommand(Known.Id, outcome, null, null, null, null, null, null, null, null, null);
        Assert.That(await SeenAsync(host, () => host.SendAsync(command)), Is.EqualTo(expected));
    }

    [TestCase(true, "new")]
    [TestCase(false, "renewed")]
    [TestCase(null, "refused")]
    public async Task A_registration_is_counted_by_its_result(bool? isNew, string result)
    {
        using var host = new TestHost();
        var setup = host.Agents.Setup(a => a.RegisterAsync(It.IsAny<AgentRegistration>(), It.IsAny<long>(), null, It.IsAny<CancellationToken>()));
        if (isNew is null)
            setup.ThrowsAsync(new DomainException(ProblemCodes.AgentNameInUse, "taken"));
        else
            setup.ReturnsAsync(new Written<AgentReceipt>(new AgentReceipt(Known.Agent(), isNew.Value, null)));
        var seen = await SeenAsync(host, () => host.SendAsync(new RegisterAgentCommand("a", "s", null, null, null, false, null)));
        Assert.That(seen, Is.EqualTo([$"ocp.agent.registrations result={result}"]));
    }

    [TestCase(true, "duplicate")]
    [TestCase(false, "ok")]
    public async Task A_report_is_counted_by_its_result(bool duplicate, string result)
    {
        using var host = new TestHost();
        host.Telemetry.Setup(t => t.AppendAsync(It.IsAny<TelemetryReport>(), null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Written<TelemetryReceipt>(new TelemetryReceipt(duplicate, new AgentReceipt(Known.Agent(), false, null), [], [])));
        var seen = await SeenAsync(host, () => host.SendAsync(new ReportTelemetryCommand("a", null, null, null, null, null, false, [], [], [], "", null)));
        Assert.That(seen, Is.EqualTo([$"ocp.telemetry.reports result={result}"]));
    }

    [Test]
    public async Task Requests_nobody_watches_leave_no_trace()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.GetMemoryAsync(Known.Id, It.IsAny<CancellationToken>())).ReturnsAsync((Memory?)null);
        Assert.That(await SeenAsync(host, () => host.SendAsync(new GetMemoryQuery(Known.Id))), Is.Empty);
    }

    private static async Task<List<string>> SeenAsync(TestHost host, Func<Task> act)
    {
        var seen = new List<string>();
        var meter = host.Get<ControlPlaneMeter>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "ObsControlPlane" && instrument.Meter.Scope == meter)
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Add(Told(instrument, tags)));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.AddRange(Enumerable.Repeat(Told(instrument, tags), (int)value)));
        listener.Start();
        await Task.WhenAny(act());
        return seen;
    }

    private static string Told(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => $"{instrument.Name} {tags[0].Key}={tags[0].Value}";
}
