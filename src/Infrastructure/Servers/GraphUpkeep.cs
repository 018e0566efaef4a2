using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>Runs one task over the whole graph at a time, in the background of this process.</summary>
internal sealed class GraphUpkeep(GraphReconciler reconciler, GraphRebuild rebuild, TimeProvider time, ILogger<GraphUpkeep> log) : IGraphUpkeep, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<GraphTaskKind, GraphTask> _newest = [];
    private Task _running = Task.CompletedTask;

    /// <inheritdoc/>
    public GraphTask Reconcile(bool repair) => Begin(GraphTaskKind.Reconcile, (begun, ct) => reconciler.RunAsync(begun, repair, Tell, ct));

    /// <inheritdoc/>
    public GraphTask Rebuild() => Begin(GraphTaskKind.Rebuild, (begun, ct) => rebuild.RunAsync(begun, Tell, ct));

    /// <inheritdoc/>
    public GraphTask? Newest(GraphTaskKind kind)
    {
        lock (_lock)
            return _newest.GetValueOrDefault(kind);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _end.Dispose();
    }

    private GraphTask Begin(GraphTaskKind kind, Func<GraphTask, CancellationToken, Task<GraphTask>> run)
    {
        lock (_lock)
        {
            if (_newest.GetValueOrDefault(kind) is { State: GraphTaskState.Running } running)
                return running;
            if (_newest.Values.Any(task => task.State == GraphTaskState.Running))
                throw new DomainException(ProblemCodes.Conflict, "The graph is being compared or made anew already; wait until that has ended.");
            var begun = new GraphTask(kind, GraphTaskState.Running, Now);
            _newest[kind] = begun;
            _running = Task.Run(() => RunAsync(begun, run));
            return begun;
        }
    }

    private async Task RunAsync(GraphTask begun, Func<GraphTask, CancellationToken, Task<GraphTask>> run)
    {
        try
        {
            Tell(await run(begun, _end.Token).ConfigureAwait(false) with { State = GraphTaskState.Done, FinishedAt = Now });
        }
        catch (OperationCanceledException)
        {
            Fail(begun.Kind, "The process stopped; begin again.");
        }
        catch (StoreUnavailableException exception)
        {
            log.LogWarning(exception, "The graph could not be brought in line with the record; it may be begun again.");
            Fail(begun.Kind, $"{exception.Message} Begin again when it can.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "The graph could not be brought in line with the record.");
            Fail(begun.Kind, "It failed unexpectedly; the log says how.");
        }
    }

    private void Fail(GraphTaskKind kind, string why) =>
        Tell(Newest(kind)! with { State = GraphTaskState.Failed, FinishedAt = Now, Failure = why });

    private void Tell(GraphTask task)
    {
        lock (_lock)
            _newest[task.Kind] = task;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}
