using System.Diagnostics;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R12: the disk fills up under load. Reads go on; writes come back within 10 s of space.</summary>
internal sealed class DiskFull : IFault
{
    private const int Mebibytes = 96;

    public string Row => "R12";

    public string Verb => "disk-full";

    public string Description => "disk full: never a 2xx that is not stored, reads go on, recovers within 10 s of space";

    public Task<string?> WhyUnavailableAsync() => Mount.WhyUnavailableAsync(image: false);

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        List<string> reads = [], stuck = [], broken = [];
        List<double> recoveries = [];
        var trials = run.Trials(full: 50, shortForm: 3);
        for (var trial = 0; trial < trials; trial++)
        {
            // A disk of its own each time: what earlier trials wrote would fill it by itself.
            var ledger = new Ledger();
            await using var disk = await Mount.MemoryAsync(Path.Combine(run.NewFolder(Verb), "disk"), Mebibytes);
            var data = Path.Combine(disk.Folder, "data");
            await using (var server = await Rounds.StartReadyAsync(run, data, ct))
            {
                await using var load = Rounds.Load(run, server, ledger, random, persistent: true);
                await Task.Delay(random.Next(300, 1_000), ct);
                var filler = Path.Combine(disk.Folder, "filler");
                Fill(filler);
                report.Trials += await WaitForRefusalAsync(ledger, ct) ? 1 : 0;
                reads.AddRange(await ReadsAsync(run, server, ledger, random));
                File.Delete(filler);
                if (await RecoversAsync(run, server, Stopwatch.GetTimestamp(), ledger, random, ct) is { } seconds)
                    recoveries.Add(seconds);
                else
                    stuck.Add($"trial {trial}");
                await load.StopAsync();
                await server.KillAsync();
            }

            var judged = new FaultReport(Row, Verb);
            await Rounds.JudgeAsync(run, data, ledger, random, judged, ct);
            broken.AddRange(judged.Checks.Where(check => !check.Passed).Select(check => $"trial {trial}: {check.Name}: {check.Detail}"));
            report.Count(ledger);
        }

        report.Add("the disk filled up each time", report.Trials == trials, $"{report.Trials} of {trials}");
        report.Add(Check.Nothing("what was acknowledged is stored once, what was refused or answered 503 is not", broken));
        report.Add(Check.Nothing("reads went on while it was full", reads));
        report.Add(Check.Nothing("writes came back within 10 s of space", stuck));
        report.Measure("writes back after, longest", recoveries.DefaultIfEmpty(0).Max(), "s");
    }

    private static void Fill(string path)
    {
        var block = new byte[64 * 1024];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // Full, as wished; the last bytes go one page at a time.
            try
            {
                while (true)
                    file.Write(block, 0, 512);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    // Free pages inside the files may take writes for a while after the disk is full.
    private static async Task<bool> WaitForRefusalAsync(Ledger ledger, CancellationToken ct)
    {
        for (var wait = 0; wait < 150; wait++)
        {
            if (Unavailable(ledger) > 0)
                return true;
            await Task.Delay(100, ct);
        }

        return false;
    }

    private static int Unavailable(Ledger ledger) =>
        ledger.Fixes.SelectMany(fix => fix.Effects).Count(effect => effect.Fate == Fate.Unavailable && effect.SettledAt > Stopwatch.GetTimestamp() - Stopwatch.Frequency);

    private static async Task<IReadOnlyList<string>> ReadsAsync(RunContext run, OcpServer server, Ledger ledger, Random random)
    {
        var failed = new List<string>();
        using var api = new Api(server.Address, run.Errors);
        for (var i = 0; i < 20; i++)
        {
            if (ledger.Any(random, erasable: false) is not { } fix)
                continue;
            var one = await api.GetAsync($"/api/fixes/{fix.Id}");
            if (one.Status != 200)
                failed.Add($"GET of a fix: {one}");
            var recall = await api.PostAsync("/api/recall", new JsonObject { ["key"] = $"issue:{fix.Issue}" });
            if (recall.Status != 200)
                failed.Add($"recall: {recall}");
        }

        return failed;
    }

    private static async Task<double?> RecoversAsync(RunContext run, OcpServer server, long freedAt, Ledger ledger, Random random, CancellationToken ct)
    {
        using var api = new Api(server.Address, run.Errors);
        var workload = new Workload(ledger);
        while (Stopwatch.GetElapsedTime(freedAt).TotalSeconds <= 10)
        {
            var operation = workload.NewFix(random);
            ledger.Add(operation);
            if ((await operation.SendAsync(api)).Succeeded)
                return Stopwatch.GetElapsedTime(freedAt).TotalSeconds;
            await Task.Delay(100, ct);
        }

        return null;
    }
}
