using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Neo4j;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>States to project, and all that a graph holds as text.</summary>
internal static class GraphStates
{
    /// <summary>The state of a fix with these reports; one that says that it worked counts.</summary>
    internal static FixState Fix(Guid id, long revision, params FixReport[] reports)
    {
        var first = reports[0] with { Id = id };
        var fix = reports.Skip(1).Aggregate(Domain.Fixes.Fix.FirstTold(first, first.IssueText!), (told, report) => told.ToldAgain(report));
        var outcomes = reports.Select(report => report.AsOutcome(id)).OfType<OutcomeReport>().ToList();
        fix = outcomes.Aggregate(fix, (counted, outcome) => counted.Counted(outcome));
        ScopedEvidence[] evidence = outcomes.Count == 0 ? [] : [new ScopedEvidence(
            Scope.Everywhere, new EvidenceTally(Reported: fix.Outcomes.Worked), new EvidenceTally(Person: fix.Outcomes.Failed), 0, 0,
            outcomes.Max(o => o.Ts), null, null)];
        return new FixState(fix with { Revision = revision }, evidence, reports);
    }

    internal static AgentState Agent(string name, string server, long revision, long lastSeen = Samples.Now) =>
        new(Domain.Agents.Agent.Registered(new AgentRegistration(name, server), lastSeen), revision);

    /// <summary>Every node and relationship with its properties, ordinal order; what no state decides (turns, the tests' mark) left out.</summary>
    internal static async Task<IReadOnlyList<string>> DumpAsync()
    {
        var nodes = await TextsAsync(
            """
            MATCH (n) WHERE NOT n:Projection AND NOT n:ObsControlPlaneTests
            RETURN [labels(n)[0], n {.*}]
            """);
        var relationships = await TextsAsync(
            """
            MATCH (a)-[r]->(b)
            RETURN [coalesce(a.id, a.name, a.fingerprint), type(r), r {.*}, coalesce(b.id, b.name, b.fingerprint, b.folded)]
            """);
        return [.. nodes.Concat(relationships).Order(StringComparer.Ordinal)];
    }

    /// <summary>What a statement returns, a text per row.</summary>
    internal static Task<IReadOnlyList<string>> TextsAsync(string text) =>
        SharedNeo4j.Client.RunAsync(new CypherStatement("look", text), new { }, row => Sorted(row[0]), CancellationToken.None);

    // The server gives the members of a map in any order.
    private static string Sorted(System.Text.Json.JsonElement value) => value.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object =>
            "{" + string.Join(", ", value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"{m.Name}: {Sorted(m.Value)}")) + "}",
        System.Text.Json.JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray().Select(Sorted)) + "]",
        System.Text.Json.JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
