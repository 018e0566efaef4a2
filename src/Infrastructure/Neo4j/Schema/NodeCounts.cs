namespace ObsControlPlane.Infrastructure.Neo4j.Schema;

/// <summary>How many nodes there are.</summary>
/// <param name="Nodes">All of them.</param>
/// <param name="Fixes">Fixes.</param>
/// <param name="Agents">Agents, those included that only told something.</param>
internal sealed record NodeCounts(long Nodes, long Fixes, long Agents);
