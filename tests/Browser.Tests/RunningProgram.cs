using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace ObsControlPlane.Browser.Tests;

/// <summary>The program as a user starts it, on a data folder and a port of its own.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Api", new DirectoryInfo(AppContext.BaseDirectory).Name, OperatingSystem.IsWindows() ? "ocp.exe" : "ocp"));

    private readonly string _folder = Directory.CreateTempSubdirectory("ocp-browser-").FullName;
    private readonly int _port = FreePort();
    private Process? _process;

    private RunningProgram()
    {
        Address = $"http://127.0.0.1:{_port}";
        Client = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public string Address { get; }

    public HttpClient Client { get; }

    public long Memory
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<RunningProgram> StartAsync()
    {
        var program = new RunningProgram();
        await program.BeginAsync();
        return program;
    }

    /// <summary>Runs a verb on the same data.</summary>
    public async Task RunAsync(params string[] args)
    {
        using var process = Launch(args);
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"ocp {string.Join(' ', args)}");
    }

    public async Task<HttpResponseMessage> PostAsync(string path, object body)
    {
        var answer = await Client.PostAsJsonAsync(path, body);
        Assert.That(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return answer;
    }

    /// <summary>As a crash would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task BeginAsync()
    {
        _process = Launch("serve", "--urls", Address);
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Patience)
        {
            try
            {
                if ((await Client.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("The program did not become ready.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        Client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Launch(params string[] args)
    {
        var start = new ProcessStartInfo(Program, args);
        start.Environment["OCP_DATA"] = _folder;
        start.Environment["Stores__Mode"] = "embedded";
        start.Environment["Embedding__Model"] = "none";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
