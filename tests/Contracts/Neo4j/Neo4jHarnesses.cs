using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>The graph in a Neo4j server.</summary>
internal sealed class Neo4jGraph() : Harness<IFixGraph>("neo4j")
{
    public override Task<string?> WhyUnavailableAsync() => SharedNeo4j.WhyUnavailableAsync();

    public override async Task<IFixGraph> StartEmptyAsync() => await SharedNeo4j.EmptyAsync();
}
