using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ObsControlPlane.Client.Tests;

/// <summary>The program as a process of its own over an empty data folder; it can be killed and started again at the same address.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ocp-client-");
    private Process? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    public static async Task<RealServer> StartNewAsync()
    {
        var server = new RealServer();
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ocp.dll"), "serve", "--urls", Address.OriginalString])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OCP_DATA"] = _folder.FullName;
        start.Environment["Stores__Mode"] = "embedded";
        start.Environment["Embedding__Model"] = "none";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(100))
        {
            try
            {
                if ((await http.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                Assert.That(_process.HasExited, Is.False, "the server ended while it started");
            }
        }
        Assert.Fail("the server was not ready within a minute");
    }

    public async Task KillAsync()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        if (_process is not null)
            await _process.WaitForExitAsync();
        _process?.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
