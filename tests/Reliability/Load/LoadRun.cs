using System.Diagnostics;
using ObsControlPlane.Reliability.Http;

namespace ObsControlPlane.Reliability.Load;

/// <summary>Clients that write at once, paced, until they are told to stop or lose the server.</summary>
internal sealed class LoadRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _clients;
    private readonly Api _api;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private long _acknowledged;
    private long _lastAnswerAt;

    /// <summary>Starts the clients.</summary>
    /// <param name="api">The door; this run closes it at its end.</param>
    /// <param name="ledger">Takes every request.</param>
    /// <param name="seed">Seed of the clients' choices.</param>
    /// <param name="perSecond">Requests per second of all clients together, if the server keeps up.</param>
    /// <param name="persistent">Go on after a missing answer or a 503, for faults that the server survives.</param>
    /// <param name="next">Makes the requests; the whole mix when null.</param>
    /// <param name="clients">Clients that write at once.</param>
    public LoadRun(Api api, Ledger ledger, int seed, int perSecond = 600, bool persistent = false, Func<Random, Operation>? next = null, int clients = 16)
    {
        _api = api;
        var workload = new Workload(ledger);
        var pause = TimeSpan.FromSeconds(clients / (double)perSecond);
        _clients = Task.WhenAll(Enumerable.Range(0, clients)
            .Select(client => Task.Run(() => ClientAsync(next ?? workload.Next, new Random(unchecked(seed * 31 + client)), pause, persistent))));
    }

    /// <summary>Acknowledged things per second, from the start to the last answer.</summary>
    public double Rate => _acknowledged / Math.Max(0.001, Stopwatch.GetElapsedTime(_startedAt, Math.Max(_lastAnswerAt, _startedAt + 1)).TotalSeconds);

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Sends again what has no definite answer yet.</summary>
    /// <param name="api">The door of the restarted server.</param>
    /// <param name="ledger">The run's ledger.</param>
    /// <param name="random">Chooses those that stay unknown for ever: one in five.</param>
    public static async Task RetryAsync(Api api, Ledger ledger, Random random)
    {
        foreach (var operation in ledger.Unsettled.Where(_ => random.Next(5) > 0))
            await operation.SendAsync(api);
    }

    /// <summary>Stops the clients once their last requests are answered or lost.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _clients;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _api.Dispose();
        _stop.Dispose();
    }

    private async Task ClientAsync(Func<Random, Operation> next, Random random, TimeSpan pause, bool persistent)
    {
        while (!_stop.IsCancellationRequested)
        {
            var before = Stopwatch.GetTimestamp();
            var operation = next(random);
            var answer = await operation.SendAsync(_api);
            Interlocked.Add(ref _acknowledged, operation.Effects.Count(effect => effect.Fate == Fate.Acknowledged));
            if (answer.Status != 0)
                Volatile.Write(ref _lastAnswerAt, answer.At);
            else if (!persistent)
                return;
            var rest = (answer.Status is 0 or 503 ? TimeSpan.FromMilliseconds(50) : pause) - Stopwatch.GetElapsedTime(before);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest);
        }
    }
}
