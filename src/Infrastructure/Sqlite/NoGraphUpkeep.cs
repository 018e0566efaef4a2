using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>In the embedded file the graph is the record's own tables: there is nothing to compare it with, or to make it of.</summary>
internal sealed class NoGraphUpkeep : IGraphUpkeep
{
    /// <inheritdoc/>
    public GraphTask Reconcile(bool repair) => throw IsOne();

    /// <inheritdoc/>
    public GraphTask Rebuild() => throw IsOne();

    /// <inheritdoc/>
    public GraphTask? Newest(GraphTaskKind kind) => throw IsOne();

    private static DomainException IsOne() => new(
        ProblemCodes.Conflict, "In embedded mode the graph is part of the data file and cannot differ from it; `ocp init` reads every record against its content hash.");
}
