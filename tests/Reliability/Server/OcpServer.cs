using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ObsControlPlane.Reliability.Http;

namespace ObsControlPlane.Reliability.Server;

/// <summary>One real process of the program under test, on a data folder and a port of its own.</summary>
internal sealed class OcpServer : IAsyncDisposable
{
    private static readonly string[] Foreign = ["NEO4J_", "DATABASE_URL", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "STATE_DIRECTORY", "Stores__", "OCP_"];
    private static readonly Dictionary<string, string> Embedded = new() { ["Stores__Mode"] = "embedded" };
    private static readonly ConcurrentDictionary<OcpServer, bool> Running = new();
    private readonly Process _process;
    private readonly Task _reader;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private bool _killed;

    private OcpServer(Process process, string data, int port, ServerLog log)
    {
        _process = process;
        Data = data;
        Address = new($"http://127.0.0.1:{port}");
        _reader = ReadAsync(log);
        Complaints = process.StandardError.ReadToEndAsync();
        Running[this] = true;
    }

    /// <summary>Ends what a fault that was given up has left running.</summary>
    public static async Task EndAllAsync()
    {
        foreach (var server in Running.Keys)
            await server.DisposeAsync();
    }

    public string Data { get; }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>All of its standard error, once it has ended.</summary>
    public Task<string> Complaints { get; }

    /// <summary>Starts a process without waiting for it to be ready.</summary>
    /// <param name="ocp">Path of the program.</param>
    /// <param name="data">Its data folder.</param>
    /// <param name="log">Takes its standard output.</param>
    /// <param name="wrapper">A program with arguments that runs it and becomes it (same process id), such as <c>strace -D</c>.</param>
    public static OcpServer Start(string ocp, string data, ServerLog log, params string[] wrapper) => Start(ocp, data, log, Embedded, wrapper);

    /// <summary>The same with an environment: the addresses of its stores, or settings.</summary>
    public static OcpServer Start(string ocp, string data, ServerLog log, IReadOnlyDictionary<string, string> environment, params string[] wrapper) =>
        Start(ocp, data, log, FreePort(), environment, wrapper);

    /// <summary>The same at a port that may be an earlier one's.</summary>
    public static OcpServer Start(string ocp, string data, ServerLog log, int port, IReadOnlyDictionary<string, string> settings, params string[] wrapper)
    {
        string[] line = [.. wrapper, ocp, "serve", "--urls", $"http://127.0.0.1:{port}"];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(name => Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
            start.Environment.Remove(name);
        start.Environment["OCP_DATA"] = data;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new(Process.Start(start) ?? throw new InvalidOperationException($"{ocp} did not start"), data, port, log);
    }

    /// <summary>Waits until it says that it is ready.</summary>
    /// <returns>Time from its start.</returns>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time.</exception>
    public async Task<TimeSpan> ReadyAsync(TimeSpan patience, CancellationToken ct)
    {
        using var api = new Api(Address, new ErrorBodies());
        while (Stopwatch.GetElapsedTime(_startedAt) < patience)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"the server ended with {_process.ExitCode}: {(await Complaints).Trim()}");
            var answer = await api.GetAsync("/health/ready", TimeSpan.FromSeconds(1));
            if (answer.Status == 200)
                return Stopwatch.GetElapsedTime(_startedAt);
            await Task.Delay(10, ct);
        }

        throw new InvalidOperationException($"the server was not ready within {patience.TotalSeconds:F0} s");
    }

    /// <summary>Kills it with SIGKILL and waits for its end.</summary>
    public async Task KillAsync()
    {
        _killed = true;
        if (!_process.HasExited)
            Signals.Send(_process.Id, Signals.Kill);
        await ExitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Says that something else is going to kill it, so that its last line may be cut.</summary>
    public void ExpectDeath() => _killed = true;

    /// <summary>Asks it to end, and waits.</summary>
    /// <returns>Whether it ended in time.</returns>
    public async Task<bool> TerminateAsync(TimeSpan patience)
    {
        if (!_process.HasExited)
            Signals.Send(_process.Id, Signals.Terminate);
        return await ExitAsync(patience);
    }

    public async Task<bool> ExitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Resets the highest resident size that the kernel remembers.</summary>
    public void ResetPeak() => File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");

    /// <summary>Highest resident size since the last reset, in bytes.</summary>
    public long PeakBytes() => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) * 1024)
        .Single();

    public async ValueTask DisposeAsync()
    {
        if (!Running.TryRemove(this, out _))
            return;
        if (!_process.HasExited)
            await KillAsync();
        await _reader;
        _process.Dispose();
    }

    private async Task ReadAsync(ServerLog log)
    {
        string? held = null;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (held is not null)
                log.Add(held, mayBeCut: false);
            held = line;
        }

        if (held is not null)
            log.Add(held, mayBeCut: _killed);
    }

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
