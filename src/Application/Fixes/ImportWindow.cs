using ObsControlPlane.Application.Settings;

namespace ObsControlPlane.Application.Fixes;

/// <summary>
/// Writes many items in order with a window of them in flight, so that they share commits, and gathers their results in order.
/// </summary>
internal sealed class ImportWindow(ImportSettings settings, IProgress<ImportProgress>? progress, Action<ImportItemResult>? onResult)
{
    private readonly List<ImportItemResult> _results = [];
    private ImportProgress _decided;

    /// <summary>Takes in all items.</summary>
    /// <param name="items">The items, in order.</param>
    /// <param name="take">Starts the write of one item at its position; writes are started in order.</param>
    /// <param name="ct">Cancels what is not written yet.</param>
    /// <returns>The totals and, unless they went elsewhere, the results.</returns>
    /// <remarks>When one write fails for the whole import, it is thrown after the others in flight have ended, so that a repeat meets no write under way.</remarks>
    public async Task<ImportResult> RunAsync<T>(IAsyncEnumerable<T> items, Func<T, int, Task<ImportItemResult>> take, CancellationToken ct)
    {
        var inFlight = new Queue<Task<ImportItemResult>>();
        try
        {
            var index = 0;
            await foreach (var item in items.WithCancellation(ct))
            {
                if (inFlight.Count == settings.InFlight)
                    Decide(await inFlight.Dequeue());
                inFlight.Enqueue(take(item, index++));
            }

            while (inFlight.Count > 0)
                Decide(await inFlight.Dequeue());
        }
        finally
        {
            await Task.WhenAny(Task.WhenAll(inFlight));
        }

        return new ImportResult(_results, _decided.Stored, _decided.Deduplicated, _decided.Refused);
    }

    private void Decide(ImportItemResult result)
    {
        if (onResult is null)
            _results.Add(result);
        else
            onResult(result);
        _decided = result switch
        {
            { Problem: not null } => _decided with { Refused = _decided.Refused + 1 },
            { Deduplicated: true } => _decided with { Deduplicated = _decided.Deduplicated + 1 },
            _ => _decided with { Stored = _decided.Stored + 1 },
        };
        progress?.Report(_decided);
    }
}
