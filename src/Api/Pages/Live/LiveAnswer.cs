using System.Diagnostics;
using System.Globalization;
using System.Text;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Pages.Live;

/// <summary>
/// A page's changes as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): a message without a name is the page's new body, <c>stale</c>
/// says since when it cannot be read, <c>fresh</c> that it can again. Ends when the key that it was asked with works no more.
/// </summary>
/// <param name="watch">The look at the page; ends with the answer.</param>
internal sealed class LiveAnswer(LiveWatch watch) : IResult
{
    // Proxies close what is silent for longer.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    // A key that was revoked sees nothing more after this.
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(2);

    private Task<bool>? _waiting;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (watch)
        {
            var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
            var callers = httpContext.RequestServices.GetRequiredService<Callers>();
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            response.ContentType = "text/event-stream; charset=utf-8";
            response.Headers["X-Accel-Buffering"] = "no";
            await WriteAsync(response, ": connected\n\n", ct);
            var (wasStale, silentSince) = (false, Stopwatch.GetTimestamp());
            while (true)
            {
                var frame = await NextAsync(ending.Token);
                if (ending.IsCancellationRequested || callers.Find(httpContext.Request)?.Scopes.Allow(AccessScopes.Read) != true)
                    return;
                if (frame is null && Stopwatch.GetElapsedTime(silentSince) < LongestSilence)
                    continue;
                await WriteAsync(response, Event(frame, wasStale), ct);
                silentSince = Stopwatch.GetTimestamp();
                wasStale = frame is null ? wasStale : frame.FailedAt > 0;
            }
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.WriteAsync(text, ct);
        await response.Body.FlushAsync(ct);
    }

    // Null when there is none yet.
    private async Task<LiveFrame?> NextAsync(CancellationToken ct)
    {
        _waiting ??= watch.Frames.WaitToReadAsync(ct).AsTask();
        await ((Task)_waiting).WaitAsync(BetweenChecks, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_waiting.IsCompletedSuccessfully)
            return null;
        _waiting = null;
        return watch.Frames.TryRead(out var frame) ? frame : null;
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
