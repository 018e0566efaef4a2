using System.Threading.Channels;

namespace ObsControlPlane.Api.Pages.Live;

/// <summary>One page with those who look at it.</summary>
internal sealed class LivePage : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<Channel<LiveFrame>> _watching = [];
    private readonly Func<CancellationToken, Task<string?>> _render;
    private readonly TimeSpan _pace;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private LiveFrame? _newest;

    public LivePage(Func<CancellationToken, Task<string?>> render, TimeSpan pace, TimeProvider time, ILogger log)
    {
        (_render, _pace, _time, _log) = (render, pace, time, log);
        _ = Task.Run(() => RenderAsync(_end.Token));
    }

    /// <summary>How many look at it.</summary>
    public int Watchers
    {
        get
        {
            lock (_watching)
                return _watching.Count;
        }
    }

    /// <summary>One more looks at it.</summary>
    /// <param name="left">Called when it looks no more.</param>
    public LiveWatch Join(Action left)
    {
        // Whoever is slow misses frames, not the newest.
        var frames = Channel.CreateBounded<LiveFrame>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_watching)
        {
            _watching.Add(frames);
            if (_newest is { } newest)
                frames.Writer.TryWrite(newest);
        }

        return new LiveWatch(frames.Reader, () =>
        {
            lock (_watching)
                _watching.Remove(frames);
            left();
        });
    }

    /// <summary>Nobody looks at it any more.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task RenderAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                Show(await FrameAsync(ct).ConfigureAwait(false));
                await Task.Delay(_pace, ct).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The last one has gone.
        }
    }

    private async Task<LiveFrame> FrameAsync(CancellationToken ct)
    {
        try
        {
            return new LiveFrame(await _render(ct).ConfigureAwait(false), 0);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            _log.LogDebug(exception, "A page that is looked at could not be read; it shows what it showed.");
            return new LiveFrame(null, _newest is { FailedAt: > 0 } ? _newest.FailedAt : _time.GetUtcNow().ToUnixTimeMilliseconds());
        }
    }

    private void Show(LiveFrame frame)
    {
        lock (_watching)
        {
            if (frame == _newest)
                return;
            _newest = frame;
            foreach (var frames in _watching)
                frames.Writer.TryWrite(frame);
        }
    }
}

/// <summary>What a page shows from now on.</summary>
/// <param name="Html">Its body; null when it could not be read, or is no more.</param>
/// <param name="FailedAt">Since when it cannot be read, epoch milliseconds; 0 when it can.</param>
internal sealed record LiveFrame(string? Html, long FailedAt);

/// <summary>A browser's look at a page.</summary>
/// <param name="frames">The newest frame that it has not seen.</param>
/// <param name="leave">Ends it.</param>
internal sealed class LiveWatch(ChannelReader<LiveFrame> frames, Action leave) : IDisposable
{
    /// <summary>The newest frame that was not seen yet.</summary>
    public ChannelReader<LiveFrame> Frames => frames;

    public void Dispose() => leave();
}
