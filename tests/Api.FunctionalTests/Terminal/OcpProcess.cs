using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ObsControlPlane.Api.FunctionalTests.Terminal;

/// <summary>The built program as a process of its own, on a data folder of the test.</summary>
internal static class OcpProcess
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>The program that was built beside this test.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Api", new DirectoryInfo(AppContext.BaseDirectory).Name, OperatingSystem.IsWindows() ? "ocp.exe" : "ocp"));

    public static Task<OcpResult> RunAsync(string folder, params string[] args) => RunAsync(folder, stdin: "", args);

    public static async Task<OcpResult> RunAsync(string folder, string stdin, string[] args)
    {
        using var process = Start(folder, args);
        await process.StandardInput.WriteAsync(stdin);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    public static Process Start(string folder, params string[] args)
    {
        var start = new ProcessStartInfo(Program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["OCP_DATA"] = folder;
        start.Environment["Stores__Mode"] = "embedded";
        start.Environment["Embedding__Model"] = "none";
        foreach (var name in new[] { "ASPNETCORE_URLS", "STATE_DIRECTORY", "NO_COLOR", "OCP_KEY", "OCP_ADMIN_KEY", "OCP_ADMIN_KEY_FILE" })
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    public static async Task<OcpResult> EndAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new OcpResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

/// <summary>How a run ended.</summary>
internal sealed record OcpResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output, which must be exactly one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public string LastLine => Output.TrimEnd().Split('\n')[^1];

    public string Id => Json.GetProperty("id").GetString()!;
}
