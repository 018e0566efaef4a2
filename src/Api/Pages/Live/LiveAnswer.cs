using System.Globalization;
using System.Text;

namespace ObsControlPlane.Api.Pages.Live;

/// <summary>
/// A page's changes as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): a message without a name is the page's new body, <c>stale</c>
/// says since when it cannot be read, <c>fresh</c> that it can again.
/// </summary>
/// <param name="watch">The look at the page; ends with the answer.</param>
internal sealed class LiveAnswer(LiveWatch watch) : IResult
{
    // Proxies close what is silent for longer.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (watch)
        {
            var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            response.ContentType = "text/event-stream; charset=utf-8";
            response.Headers["X-Accel-Buffering"] = "no";
            await response.WriteAsync(": connected\n\n", ct);
            await response.Body.FlushAsync(ct);
            var wasStale = false;
            while (!ending.IsCancellationRequested)
            {
                var frame = await NextAsync(ending.Token);
                if (ending.IsCancellationRequested)
                    return;
                await response.WriteAsync(Event(frame, wasStale), ct);
                await response.Body.FlushAsync(ct);
                wasStale = frame is null ? wasStale : frame.FailedAt > 0;
            }
        }
    }

    // Null when there was none for long.
    private async Task<LiveFrame?> NextAsync(CancellationToken ct)
    {
        var waiting = watch.Frames.WaitToReadAsync(ct).AsTask();
        await Task.WhenAny(waiting, Task.Delay(LongestSilence, ct));
        return waiting.IsCompletedSuccessfully && watch.Frames.TryRead(out var frame) ? frame : null;
    }

    private static string Event(LiveFrame? frame, bool wasStale)
    {
        if (frame is null)
            return ": still here\n\n";
        if (frame.FailedAt > 0)
            return string.Create(CultureInfo.InvariantCulture, $"event: stale\ndata: {frame.FailedAt}\n\n");
        var text = new StringBuilder();
        if (wasStale)
            text.Append("event: fresh\ndata: \n\n");
        if (frame.Html is null)
            return text.Append("event: gone\ndata: \n\n").ToString();
        foreach (var line in frame.Html.EnumerateLines())
            text.Append("data: ").Append(line).Append('\n');
        return text.Append('\n').ToString();
    }
}
