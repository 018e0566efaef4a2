namespace ObsControlPlane.Infrastructure.Neo4j.Reading;

/// <summary>What the graph holds of one record, for a comparison with the record itself.</summary>
/// <param name="Kind">Fix or agent.</param>
/// <param name="Id">Id of the fix, or name of the agent.</param>
/// <param name="Revision">Revision of the state.</param>
/// <param name="Hash">Its <see cref="StateHash"/>.</param>
internal sealed record ProjectedState(ProjectedKind Kind, string Id, long Revision, string Hash);

/// <summary>Kinds of states, in the order in which they are listed.</summary>
internal enum ProjectedKind
{
    /// <summary>A fix.</summary>
    Fix = 0,

    /// <summary>An agent that registered.</summary>
    Agent = 1,
}
