using System.Diagnostics;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R19: the clock of the program jumps, by libfaketime, from a second to ten years, forth and back. Time that passes is not touched.</summary>
internal sealed class ClockJumps : IFault
{
    private static readonly string[] Jumps = ["-1", "+1", "-60", "+60", "-3600", "+3600", "-86400", "+86400", "-315360000", "+0", "+315360000", "+0"];

    // Between two looks of the projector and of the drain, and a busy machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    public string Row => "R19";

    public string Verb => "clock-jumps";

    public string Description => "clock jumps of 1 s to 10 years: order intact, no lease lost, outbox and journal do not stall";

    private static string? Library => new[] { "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/faketime/libfaketimeMT.so.1" }
        .FirstOrDefault(File.Exists);

    public async Task<string?> WhyUnavailableAsync()
    {
        if (Library is null && Signals.IsRoot && Shell.Has("apt-get"))
            await InstallAsync();
        return Library is null ? "needs libfaketime (Debian, Ubuntu: apt-get install faketime)" : await StoreServers.WhyUnavailableAsync();
    }

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        await using var stores = await StoreServers.NewAsync();
        await using var proxy = new TcpProxy(stores.Record.Address);
        var data = run.NewFolder(Verb);
        var clock = Path.Combine(run.NewFolder(Verb), "offset");
        await File.WriteAllTextAsync(clock, "+0", ct);
        var environment = stores.Environments(proxy.Address);
        (environment["LD_PRELOAD"], environment["FAKETIME_TIMESTAMP_FILE"]) = (Library!, clock);
        (environment["FAKETIME_NO_CACHE"], environment["DONT_FAKE_MONOTONIC"], environment["FAKETIME_DONT_FAKE_MONOTONIC"]) = ("1", "1", "1");
        await using var server = await StoreServers.StartReadyAsync(run, data, environment, ct);
        using var api = new Api(server.Address, run.Errors);
        var (ledger, stalled, leases) = (new Ledger(), new List<string>(), new List<string>());
        await api.PostAsync("/api/register-agent", new JsonObject { ["name"] = "host-1", ["server"] = "web-1", ["interval_seconds"] = 3600 });
        var (slowest, moved) = (TimeSpan.Zero, new HashSet<int>());
        for (var round = 0; round < (run.Options.Full ? 10 : 1); round++)
        {
            foreach (var jump in Jumps)
            {
                await using (Rounds.Load(run, server, ledger, random, persistent: true))
                {
                    await Task.Delay(150, ct);
                    await JumpAsync(clock, jump, ct);
                    await Task.Delay(250, ct);
                    // Every other jump comes while PostgreSQL is away, so that the journal has to be drained under another clock.
                    proxy.Set(report.Trials % 2 == 1 ? ProxyMode.Reset : ProxyMode.Pass);
                    await Task.Delay(300, ct);
                }

                proxy.Set(ProxyMode.Pass);
                var startedAt = Stopwatch.GetTimestamp();
                await SettleAsync(stores, data, jump, stalled, ct);
                slowest = Stopwatch.GetElapsedTime(startedAt) is var took && took > slowest ? took : slowest;
                var (year, status) = await AgentAsync(api);
                moved.Add(year);
                if (jump is "+0" or "-1" or "+1" or "-60" or "+60" && status != "active")
                    leases.Add($"after {jump}: {status}");
                report.Trials++;
            }
        }

        await Rounds.RetryAsync(run, server, ledger, random);
        await SettleAsync(stores, data, "the end", stalled, ct);
        await Rounds.JudgeAsync(run, server, ledger, random, report);
        var compared = await GraphTasks.RunAsync(api, "/api/reconcile?repair=false", TimeSpan.FromMinutes(1), ct);
        report.Measure("slowest until journal and outbox were empty", slowest.TotalSeconds, "s");
        report.Add("the program's clock really jumped", moved.Max() - moved.Min() >= 20, string.Join(", ", moved.Order()));
        report.Add("the order of changes is intact: record and graph have one digest", GraphTasks.AreEqual(compared) && GraphTasks.Sum(compared) == 0, compared.ToJsonString());
        report.Add(Check.Nothing("outbox and journal do not wait for the clock", stalled));
        report.Add(Check.Nothing("no agent loses its lease by it", leases));
    }

    // The program must never read half of it.
    private static async Task JumpAsync(string clock, string offset, CancellationToken ct)
    {
        await File.WriteAllTextAsync(clock + ".new", offset, ct);
        File.Move(clock + ".new", clock, overwrite: true);
    }

    private static async Task SettleAsync(StoreServers stores, string data, string jump, List<string> stalled, CancellationToken ct)
    {
        try
        {
            await JournalFile.DrainedAsync(data, Soon, ct);
            await stores.ProjectedAsync(Soon, ct);
        }
        catch (InvalidOperationException stall)
        {
            stalled.Add($"after {jump}: {stall.Message}");
        }
    }

    private static async Task<(int Year, string? Status)> AgentAsync(Api api)
    {
        var state = (await api.GetAsync("/api/state")).Json();
        var agent = (await api.GetAsync("/api/agents/host-1")).Json();
        return (((DateTimeOffset?)state?["generated_at"])?.Year ?? 0, (string?)agent?["status"]);
    }

    private static async Task InstallAsync()
    {
        try
        {
            await Shell.RunAsync("apt-get", "install", "-y", "-qq", "faketime");
        }
        catch (Exception failure) when (failure is InvalidOperationException or OperationCanceledException)
        {
            // Then it is missing, and that is said.
        }
    }
}
