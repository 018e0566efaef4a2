using System.Diagnostics;
using System.Globalization;

namespace ObsControlPlane.Reliability.Server;

/// <summary>strace as a maker of faults: kills or refuses at a chosen system call.</summary>
internal sealed class Strace : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _trace;

    private Strace(Process process, string trace)
    {
        _process = process;
        _trace = trace;
    }

    /// <summary>Whether there is a strace here, and whether it may trace: containers often forbid it.</summary>
    public static async Task<string?> WhyUnavailableAsync()
    {
        if (!Shell.Has("strace"))
            return "needs strace (Debian, Ubuntu: apt-get install strace)";
        try
        {
            await Shell.RunAsync("strace", "-f", "-o", "/dev/null", "-e", "trace=none", "true");
            return null;
        }
        catch (InvalidOperationException refused)
        {
            return $"needs the right to trace processes: {refused.Message}";
        }
    }

    /// <summary>Attaches to every thread of a running process.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="trace">File that takes the trace, with epoch times.</param>
    /// <param name="inject">The injection, as in <c>fdatasync:signal=SIGKILL:when=7</c>; counted per thread.</param>
    public static async Task<Strace> AttachAsync(int pid, string trace, string inject)
    {
        var calls = inject.Split(':')[0];
        var process = Shell.Start("strace", ["-f", "-ttt", "-e", "signal=none", "-o", trace, "-e", $"trace={calls}", "-e", $"inject={inject}", "-p", $"{pid}"]);
        var attached = await process.StandardError.ReadLineAsync();
        if (attached is null || !attached.Contains("attached", StringComparison.Ordinal))
            throw new InvalidOperationException($"strace could not attach: {attached}");
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        return new(process, trace);
    }

    /// <summary>Arguments that start a program as strace's own process (same id) and inject from its first call.</summary>
    public static string[] Wrapper(string trace, string calls, string? inject) =>
    [
        "strace", "-D", "-f", "-qq", "-e", "signal=none", "-o", trace, "-e", $"trace={calls}", .. inject is null ? Array.Empty<string>() : ["-e", $"inject={inject}"],
    ];

    /// <summary>Seconds since the epoch of the first injected failure; null when none happened yet.</summary>
    public double? FirstInjected() => Lines(_trace)
        .Where(line => line.Contains("(INJECTED)", StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
        .Select(stamp => (double?)double.Parse(stamp, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    /// <summary>How often each thread made a call, the most for each call.</summary>
    public static Dictionary<string, int> MostPerThread(string trace) => Lines(trace)
        .Select(line => line.Split([' ', '('], 3, StringSplitOptions.RemoveEmptyEntries))
        .Where(parts => parts.Length == 3 && parts[1] is not "<...")
        .GroupBy(parts => (Thread: parts[0], Call: parts[1]))
        .GroupBy(thread => thread.Key.Call, thread => thread.Count())
        .ToDictionary(call => call.Key, call => call.Max());

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGTERM makes strace detach, so that the program runs on without it.
            Signals.Send(_process.Id, Signals.Terminate);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _process.WaitForExitAsync(patience.Token);
        }

        _process.Dispose();
    }

    private static IEnumerable<string> Lines(string path)
    {
        if (!File.Exists(path))
            yield break;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
