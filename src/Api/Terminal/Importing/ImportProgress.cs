using System.Globalization;
using ObsControlPlane.Api.Terminal.Printing;
using Spectre.Console;

namespace ObsControlPlane.Api.Terminal.Importing;

/// <summary>Shows how far an import is: a bar on a terminal, one line every 10 s elsewhere; on standard error.</summary>
/// <param name="screen">Where to.</param>
/// <param name="clock">Measures the rate.</param>
/// <param name="totalBytes">Bytes of all files together, or null when that is not known.</param>
internal sealed class ImportProgress(Screen screen, TimeProvider clock, long? totalBytes)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly long _start = clock.GetTimestamp();
    private long _told = clock.GetTimestamp();

    /// <summary>Shows the progress of some work.</summary>
    /// <param name="work">Gets what to call with the bytes read and the lines decided so far.</param>
    /// <returns>When the work is done.</returns>
    public Task RunAsync(Func<Action<long, long>, Task> work) => screen.CanAnimate ? BarAsync(work) : work(Tell);

    private Task BarAsync(Func<Action<long, long>, Task> work) => screen.Error.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var task = context.AddTask("import", maxValue: Math.Max(totalBytes ?? 1, 1));
            task.IsIndeterminate = totalBytes is null;
            await work((bytes, lines) =>
            {
                task.Value = totalBytes is null ? 0 : bytes;
                task.Description = $"{JsonView.Grouped(lines)} lines, {Rate(lines)}";
            });
        });

    private void Tell(long bytes, long lines)
    {
        if (clock.GetElapsedTime(_told) < Pause)
            return;
        _told = clock.GetTimestamp();
        screen.Note($"import: {JsonView.Grouped(lines)} lines, {Rate(lines)}{Remaining(bytes)}");
    }

    private string Rate(long lines) => $"{JsonView.Grouped((long)(lines / Math.Max(clock.GetElapsedTime(_start).TotalSeconds, 0.001)))}/s";

    private string Remaining(long bytes)
    {
        if (totalBytes is not > 0 || bytes <= 0)
            return "";
        var share = Math.Min(1.0, (double)bytes / totalBytes.Value);
        var left = clock.GetElapsedTime(_start).TotalSeconds * (1 - share) / share;
        return string.Create(CultureInfo.InvariantCulture, $", {share * 100:0} %, {left:0} s left");
    }
}
