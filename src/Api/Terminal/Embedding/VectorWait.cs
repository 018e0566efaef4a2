using System.Globalization;
using System.Text.Json;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Printing;
using Spectre.Console;

namespace ObsControlPlane.Api.Terminal.Embedding;

/// <summary>Waits until no record waits for its vector, showing how far it is: a bar on a terminal, one line every 10 s elsewhere; on standard error.</summary>
/// <param name="session">The API.</param>
/// <param name="screen">Where to.</param>
/// <param name="clock">Measures the rate.</param>
internal sealed class VectorWait(ApiSession session, Screen screen, TimeProvider clock)
{
    private const string Path = "/api/re-embed";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Telling = TimeSpan.FromSeconds(10);

    /// <summary>Waits.</summary>
    /// <param name="ct">Gives up; the vectors are made whenever the server runs.</param>
    /// <returns>When nothing waits, or nothing is made: vectors are off, or those stored are of another model.</returns>
    public async Task RunAsync(CancellationToken ct)
    {
        var answer = await session.ProbeAsync(Path, ct);
        if (!answer.IsSuccess || !IsRunning(answer.Json))
            return;
        var pending = answer.Json.Count("pending");
        if (screen.CanAnimate)
            await BarAsync(pending, ct);
        else
            await WatchAsync(pending, Lines(pending), ct);
    }

    private Task BarAsync(long pending, CancellationToken ct) => screen.Error.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var task = context.AddTask("vectors", maxValue: Math.Max(1, pending));
            await WatchAsync(pending, left =>
            {
                task.Value = pending - left;
                task.Description = $"vectors: {JsonView.Grouped(left)} to go";
            }, ct);
        });

    private async Task WatchAsync(long pending, Action<long> show, CancellationToken ct)
    {
        var left = pending;
        while (true)
        {
            await Task.Delay(Look, clock, ct);
            var progress = (await session.SendAsync(HttpMethod.Get, Path, null, ct)).Json;
            if (!IsRunning(progress))
                return;
            left = progress.Count("pending");
            show(left);
        }
    }

    private Action<long> Lines(long pending)
    {
        var (start, told) = (clock.GetTimestamp(), clock.GetTimestamp());
        return left =>
        {
            if (clock.GetElapsedTime(told) < Telling)
                return;
            told = clock.GetTimestamp();
            var rate = Math.Max(.001, (pending - left) / clock.GetElapsedTime(start).TotalSeconds);
            screen.Note(string.Create(CultureInfo.InvariantCulture, $"vectors: {left:N0} to go, {rate:0}/s, {left / rate:0} s left"));
        };
    }

    private static bool IsRunning(JsonElement progress) => progress.IsTrue("running");
}
