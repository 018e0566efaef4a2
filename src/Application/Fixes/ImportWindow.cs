using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Settings;

namespace ObsControlPlane.Application.Fixes;

/// <summary>
/// Writes many items in order with a window of them in flight, so that they share commits, and gathers their results in order.
/// </summary>
internal sealed class ImportWindow(ImportSettings settings, IProgress<ImportProgress>? progress, Action<ImportItemResult>? onResult)
{
    private readonly List<ImportItemResult> _results = [];
    private ImportProgress _decided;
    private StoreUnavailableException? _failure;

    /// <summary>Takes in all items.</summary>
    /// <param name="items">The items, in order.</param>
    /// <param name="take">Starts the write of one item at its position; writes are started in order.</param>
    /// <param name="ct">Cancels what is not written yet.</param>
    /// <returns>The totals and, unless they went elsewhere, the results.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The store failed and nothing at all was taken in. Where some items were, the others say themselves that they were not stored.
    /// </exception>
    /// <remarks>What fails the whole import is thrown after the writes in flight have ended, so that a repeat meets none under way.</remarks>
    public async Task<ImportResult> RunAsync<T>(IAsyncEnumerable<T> items, Func<T, int, Task<ImportItemResult>> take, CancellationToken ct)
    {
        var inFlight = new Queue<Task<ImportItemResult>>();
        try
        {
            var index = 0;
            await foreach (var item in items.WithCancellation(ct))
            {
                if (inFlight.Count == settings.InFlight)
                    await DecideAsync(inFlight.Dequeue());
                inFlight.Enqueue(take(item, index++));
            }

            while (inFlight.Count > 0)
                await DecideAsync(inFlight.Dequeue());
        }
        finally
        {
            await Task.WhenAny(Task.WhenAll(inFlight));
        }

        if (_failure is not null && _decided is { Stored: 0, Deduplicated: 0 })
            throw _failure;
        return new ImportResult(_results, _decided.Stored, _decided.Deduplicated, _decided.Refused);
    }

    private async Task DecideAsync(Task<ImportItemResult> taking)
    {
        await Task.WhenAny(taking);
        if (taking.Exception?.InnerException is StoreUnavailableException failure)
        {
            _failure ??= failure;
            Decide(new ImportItemResult((int)_decided.Total, null, false, false, ItemProblems.NotStored(failure)));
            return;
        }

        Decide(await taking);
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
