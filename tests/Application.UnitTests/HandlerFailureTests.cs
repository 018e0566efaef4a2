using MediatR;
using Moq;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Alerts;
using ObsControlPlane.Application.Exchange;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Application.Memories;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Vectors;

namespace ObsControlPlane.Application.UnitTests;

/// <summary>What every handler that asks a port does when the port fails or the caller gives up.</summary>
public sealed class HandlerFailureTests
{
    private static readonly IBaseRequest[] Requests =
    [
        new RememberFixCommand(new FixSubmission { Issue = "x", Solution = "y" }, null),
        new RememberMemoryCommand("key", "text", null, null, null, null, null),
        new RememberMemoryCommand("issue:x", "text", null, null, null, null, null),
        new RecordOutcomeCommand(Known.Id, "worked", null, null, null, null, null, null, null, null, null),
        new CorrectFixCommand(Known.Id, 1, "y", null, null, null),
        new EraseFixCommand(Known.Id),
        new EraseMemoryCommand(Known.Id),
        new GetFixQuery(Known.Id),
        new GetMemoryQuery(Known.Id),
        new GetRecentFixesQuery(),
        new GetFixSuccessRateQuery(null),
        new FindSimilarIssuesQuery("x"),
        new GetIssuePatternsQuery(),
        new ReportOccurrenceCommand("f1:0123456789abcdef0123456789abcdef", null, null, null, null, null),
        new RegisterAgentCommand("a", "s", null, null, null, false, null),
        new RetireAgentCommand("a"),
        new GetAgentQuery("a"),
        new GetAgentsQuery(),
        new GetAgentTelemetryQuery("a", null, null, null),
        new ReportTelemetryCommand("a", null, null, null, null, null, false, [], [], [], "", null),
        new TakeAlertsCommand("alertmanager", [], null, 0, 0, null, null),
        new GetDeliveriesQuery(),
        new GetDeliveryQuery(Known.Id),
        new AcknowledgeIssueCommand("f1:0123456789abcdef0123456789abcdef", null, null),
        new GetIssuesQuery(),
        new GetIssueQuery("f1:0123456789abcdef0123456789abcdef"),
        new GetEpisodesQuery(),
        new GetStatsQuery(),
        new CreateKeyCommand("deploy", ["read"], null, null, null, null),
        new ListKeysQuery(),
        new RevokeKeyCommand(Known.Id),
        new ReEmbedCommand(),
        new GetReEmbeddingQuery(),
        new RecallQuery("issue:x"),
        new RecallQuery("x"),
        new ImportFixesCommand(One(new ImportItem(new FixSubmission { Issue = "x", Solution = "y" }, new Dictionary<string, string[]>())), null, null),
        new ImportExportCommand(One(new ExportLine(new ExportedAgent(Known.Agent(lastSeen: 1)), "", null)), null, null),
    ];

    [TestCaseSource(nameof(Requests))]
    public void A_store_that_fails_is_told_as_it_is(IBaseRequest request)
    {
        var failure = new StoreUnavailableException("memory", "do it", transient: true);
        using var host = new TestHost(answers: new FaultedTasks(failure));
        host.Embeds(Known.Model);
        Assert.That(() => HandleAsync(host, request, CancellationToken.None), Throws.InstanceOf<StoreUnavailableException>());
    }

    [TestCaseSource(nameof(Requests))]
    public void A_caller_who_gives_up_reaches_the_port(IBaseRequest request)
    {
        using var host = new TestHost(answers: new CancelledTasks());
        host.Embeds(Known.Model);
        Assert.That(() => HandleAsync(host, request, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        var tokens = host.Ports.SelectMany(port => port.Invocations).SelectMany(call => call.Arguments.OfType<CancellationToken>());
        Assert.That(tokens.Select(token => token.IsCancellationRequested), Has.All.True);
    }

    private static Task HandleAsync(TestHost host, IBaseRequest request, CancellationToken ct)
    {
        var response = request.GetType().GetInterfaces().Single(contract => contract.Name == "IRequest`1").GetGenericArguments()[0];
        var contract = typeof(IRequestHandler<,>).MakeGenericType(request.GetType(), response);
        return (Task)contract.GetMethod("Handle")!.Invoke(host.Scope.ServiceProvider.GetService(contract), [request, ct])!;
    }

    private static async IAsyncEnumerable<T> One<T>(T item)
    {
        await Task.CompletedTask;
        yield return item;
    }

    private sealed class FaultedTasks(Exception failure) : DefaultValueProvider
    {
        protected override object GetDefaultValue(Type type, Mock mock) => Of(type, nameof(Task.FromException), failure);
    }

    private sealed class CancelledTasks : DefaultValueProvider
    {
        protected override object GetDefaultValue(Type type, Mock mock) => Of(type, nameof(Task.FromCanceled), new CancellationToken(canceled: true));
    }

    private static object Of(Type task, string factory, object argument) => typeof(Task).GetMethods()
        .Single(method => method.Name == factory && method.IsGenericMethod)
        .MakeGenericMethod(task.GetGenericArguments()[0]).Invoke(null, [argument])!;
}
