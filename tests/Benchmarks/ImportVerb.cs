using System.Diagnostics;

namespace ObsControlPlane.Benchmarks;

/// <summary>The verb <c>import</c> as a process.</summary>
internal static class ImportVerb
{
    /// <summary>Imports a file into a folder.</summary>
    /// <param name="program">The program.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="file">The file.</param>
    /// <param name="waits">Whether to wait until all vectors are made.</param>
    /// <returns>How long it took, from start to end of the process.</returns>
    public static async Task<TimeSpan> RunAsync(string program, string folder, string file, bool waits)
    {
        var start = new ProcessStartInfo(program, waits ? ["import", file] : ["import", file, "--no-wait"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OCP_DATA"] = folder;
        start.Environment["Stores__Mode"] = "embedded";
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(began) : throw new InvalidOperationException($"The import ended with {process.ExitCode}.");
    }
}
