namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>A statement and what it does. Every one may be sent twice: what a repeat finds done it leaves as it is.</summary>
/// <param name="Operation">What is not done when it fails, as an infinitive; the only part of it that an answer may name.</param>
/// <param name="Text">Cypher; values are parameters.</param>
/// <param name="Writes">Whether it may change the graph; the server refuses writes of one that may not.</param>
internal sealed record CypherStatement(string Operation, string Text, bool Writes = false)
{
    /// <summary>Time for it, where the setting for reads or writes is not meant.</summary>
    public TimeSpan? Deadline { get; init; }
}
