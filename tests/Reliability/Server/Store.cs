using System.Collections.Concurrent;
using System.Globalization;

namespace ObsControlPlane.Reliability.Server;

/// <summary>A server that <c>build/stores.sh</c> has started, whose processes may be killed, stopped and started again.</summary>
/// <param name="name">Its name there.</param>
internal sealed class Store(string name)
{
    private static readonly ConcurrentDictionary<Store, bool> Frozen = new();

    public static readonly Store Postgres = new("postgres");

    public static readonly Store Neo4j = new("neo4j");

    private static readonly string Script = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "build", "stores.sh"));

    public string Name => name;

    /// <summary>What is missing to try faults of both stores, as a sentence; null when nothing is.</summary>
    public static async Task<string?> WhyUnavailableAsync()
    {
        if (Environment.GetEnvironmentVariable("DATABASE_URL") is not { Length: > 0 } || Environment.GetEnvironmentVariable("NEO4J_URI") is not { Length: > 0 })
            return "needs PostgreSQL and Neo4j: eval \"$(build/stores.sh up)\"";
        foreach (var store in new[] { Postgres, Neo4j })
        {
            if ((await store.ProcessesAsync()).Count == 0)
                return $"needs a {store.Name} that build/stores.sh has started (OCP_STORES_STATE), whose processes it may kill";
        }

        return null;
    }

    /// <summary>Lets go on what a fault that was given up has left standing still.</summary>
    public static async Task WakeAllAsync()
    {
        foreach (var store in Frozen.Keys)
            await store.ThawAsync();
    }

    /// <summary>Kills it with SIGKILL, all of its processes, before one can tell another.</summary>
    public async Task KillAsync()
    {
        var processes = await ProcessesAsync();
        foreach (var process in processes)
            Signals.Send(process, Signals.Stop);
        foreach (var process in Enumerable.Reverse(processes))
            Signals.Send(process, Signals.Kill);
        Frozen.TryRemove(this, out _);

        // One that is still ending holds its lock and its port against the next.
        for (var look = 0; look < 500 && processes.Any(IsThere); look++)
            await Task.Delay(20);
    }

    /// <summary>Starts it again on its data and its port, and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        await RunAsync("start", TimeSpan.FromSeconds(120));
        Frozen.TryRemove(this, out _);
    }

    /// <summary>Makes all of its processes stand still: connections stay, and nothing is answered.</summary>
    public async Task FreezeAsync()
    {
        Frozen[this] = true;
        foreach (var process in await ProcessesAsync())
            Signals.Send(process, Signals.Stop);
    }

    /// <summary>Lets it go on.</summary>
    public async Task ThawAsync()
    {
        foreach (var process in await ProcessesAsync())
            Signals.Send(process, Signals.Continue);
        Frozen.TryRemove(this, out _);
    }

    // A dead one that its parent has not asked about yet is gone, too.
    private static bool IsThere(int process)
    {
        try
        {
            var said = File.ReadAllText($"/proc/{process}/stat");
            return said[(said.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<int>> ProcessesAsync() =>
        [.. (await RunAsync("pids", TimeSpan.FromSeconds(10), mayFail: true)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    private async Task<string> RunAsync(string verb, TimeSpan patience, bool mayFail = false)
    {
        using var process = Shell.Start("bash", [Script, verb, name]);
        var complaints = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(patience);
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode == 0)
            return await said;
        return mayFail ? "" : throw new InvalidOperationException($"{Path.GetFileName(Script)} {verb} {name}: {(await complaints).Trim()}");
    }
}
