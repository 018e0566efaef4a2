using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Postgres.Outbox;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>
/// Makes the graph anew: notes everything in the outbox, empties the graph, and lets the projector write. What is noted is not due before the graph is
/// empty; should the process end in between it comes due by itself, and the graph is whole again.
/// </summary>
internal sealed class GraphRebuild(RecordStates record, Neo4jSchema schema, Neo4jFixGraph graph)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes it anew.</summary>
    /// <param name="begun">The task as it began.</param>
    /// <param name="tell">Told how far it is.</param>
    /// <param name="ct">Ends waiting; the projector goes on.</param>
    /// <returns>The task at its end, not yet marked as done.</returns>
    public async Task<GraphTask> RunAsync(GraphTask begun, Action<GraphTask> tell, CancellationToken ct)
    {
        var noted = await record.EnqueueAllAsync(ct).ConfigureAwait(false);
        await graph.ClearAsync(ct).ConfigureAwait(false);
        await schema.CreateAsync(ct).ConfigureAwait(false);
        await record.ReleaseAsync(noted, ct).ConfigureAwait(false);
        var task = begun with { Total = noted.Rows };
        while (await record.CountWaitingAsync(noted, ct).ConfigureAwait(false) is var waiting and > 0)
        {
            tell(task with { Done = Math.Max(0, task.Total - waiting) });
            await Task.Delay(Look, ct).ConfigureAwait(false);
        }

        return task with { Done = task.Total };
    }
}
