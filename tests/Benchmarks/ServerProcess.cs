using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ObsControlPlane.Benchmarks;

/// <summary>A web server as a process of its own on a free port; ended when disposed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly long _started;

    private ServerProcess(Process process, long started, Uri address)
    {
        (_process, _started) = (process, started);
        Client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>Memory of the process that is in RAM, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static ServerProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServerProcess(process, started, address);
    }

    /// <summary>Asks until an answer is good.</summary>
    /// <param name="isGood">Asks and judges.</param>
    /// <param name="pause">Time between two questions.</param>
    /// <returns>Time since the process was started.</returns>
    public async Task<TimeSpan> WaitAsync(Func<HttpClient, Task<bool>> isGood, TimeSpan pause)
    {
        while (Stopwatch.GetElapsedTime(_started) < Patience)
        {
            try
            {
                if (await isGood(Client))
                    return Stopwatch.GetElapsedTime(_started);
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(pause);
        }

        throw new InvalidOperationException($"No good answer within {Patience.TotalSeconds} seconds.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>A port on which nobody listens at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
