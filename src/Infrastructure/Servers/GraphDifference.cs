using ObsControlPlane.Infrastructure.Neo4j.Reading;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>How the graph differs from the record about one record.</summary>
internal enum DifferenceClass
{
    /// <summary>In the record and not in the graph.</summary>
    Missing = 0,

    /// <summary>Older in the graph.</summary>
    Stale = 1,

    /// <summary>As new in the graph, and other.</summary>
    Altered = 2,

    /// <summary>Newer in the graph.</summary>
    Ahead = 3,

    /// <summary>In the graph and not in the record.</summary>
    Extra = 4,
}

/// <summary>A record that both sides disagree on.</summary>
/// <param name="Kind">Fix or agent.</param>
/// <param name="Id">Id or name.</param>
/// <param name="Class">How.</param>
/// <param name="GraphRevision">Revision in the graph; 0 when it is not there.</param>
internal sealed record GraphDifference(ProjectedKind Kind, string Id, DifferenceClass Class, long GraphRevision)
{
    /// <summary>The difference of two sides of one record; null when they agree, and when neither has it.</summary>
    public static GraphDifference? Between(ProjectedState? record, ProjectedState? graph) => (record, graph) switch
    {
        (null, null) => null,
        (null, { } extra) => new GraphDifference(extra.Kind, extra.Id, DifferenceClass.Extra, extra.Revision),
        ({ } missing, null) => new GraphDifference(missing.Kind, missing.Id, DifferenceClass.Missing, 0),
        _ when graph.Revision < record.Revision => new GraphDifference(record.Kind, record.Id, DifferenceClass.Stale, graph.Revision),
        _ when graph.Revision > record.Revision => new GraphDifference(record.Kind, record.Id, DifferenceClass.Ahead, graph.Revision),
        _ when graph.Hash != record.Hash => new GraphDifference(record.Kind, record.Id, DifferenceClass.Altered, graph.Revision),
        _ => null,
    };
}
