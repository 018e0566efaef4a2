using System.Diagnostics;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Judging;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>
/// R10 for the journal and PostgreSQL: both lie on an ext4 image that is copied while it is mounted and everything on it stands still. In every other cut the
/// program has lost PostgreSQL for a while, so that the journal takes writes.
/// </summary>
internal sealed class ServersPowerCut : IFault
{
    private const int Mebibytes = 640;

    /// <summary>No graph: two programs would write the one there is.</summary>
    public static readonly Uri Nowhere = new("http://127.0.0.1:9");

    public string Row => "R10";

    public string Verb => "pg-power-cut";

    public string Description => "copy of a mounted disk with PostgreSQL and the journal: what was acknowledged before it survives";

    public async Task<string?> WhyUnavailableAsync() =>
        await StoreServers.WhyUnavailableAsync() ?? OwnPostgres.WhyUnavailable() ?? await Mount.WhyUnavailableAsync(image: true);

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var found = new Found([], [], [], []);
        const int PerDisk = 10;
        for (var left = run.Trials(full: 300, shortForm: 4); left > 0; left -= PerDisk)
        {
            var disk = run.NewFolder(Verb);
            await Shell.RunAsync("chmod", "755", run.Folder, disk);
            var image = Path.Combine(disk, "disk.img");
            await using var mount = await Mount.NewImageAsync(image, Path.Combine(disk, "mount"), Mebibytes);
            await using var postgres = await OwnPostgres.NewAsync(Path.Combine(mount.Folder, "pg"));
            await using var proxy = new TcpProxy(postgres.Address);
            var ledger = new Ledger();
            await using var server = await StoreServers.StartReadyAsync(run, Path.Combine(mount.Folder, "data"), StoreServers.EnvironmentsOf(proxy.Address, Nowhere), ct);
            await Shell.RunAsync("sync");
            for (var cut = 0; cut < Math.Min(PerDisk, left); cut++)
            {
                var isAway = cut % 2 == 1;
                var copy = Path.Combine(disk, "copy.img");
                long moment;
                await using (Rounds.Load(run, server, ledger, random, persistent: true))
                {
                    await Task.Delay(random.Next(200, 700), ct);
                    if (isAway)
                        proxy.Set(ProxyMode.Reset);
                    await Task.Delay(random.Next(150, 700), ct);
                    moment = await CutAsync(server, postgres, image, copy);
                }

                proxy.Set(ProxyMode.Pass);
                var journaled = await AfterAsync(run, copy, disk, ledger, moment, random, found, ct);
                if (isAway)
                    report.Measure($"journaled at cut {cut}", journaled, "");
                report.Trials++;
            }

            await server.KillAsync();
            report.Count(ledger);
            report.Add(Check.Nothing("every answer made sense", ledger.Surprises));
        }

        report.Add(new Verdict(found.Lost, found.Phantoms, found.Duplicates, []));
        report.Add(Check.Nothing("integrity checks are clean", found.Corrupt));
    }

    // Frozen, so that the copy is one moment and not a smear.
    private static async Task<long> CutAsync(OcpServer server, OwnPostgres postgres, string image, string copy)
    {
        int[] frozen = [server.ProcessId, .. postgres.Processes()];
        foreach (var process in frozen)
            Signals.Send(process, Signals.Stop);
        await Task.Delay(30);
        var moment = Stopwatch.GetTimestamp();
        try
        {
            await Shell.RunAsync("cp", "--sparse=always", image, copy);
        }
        finally
        {
            foreach (var process in frozen)
                Signals.Send(process, Signals.Continue);
        }

        return moment;
    }

    /// <returns>How many writes the journal held.</returns>
    private static async Task<long> AfterAsync(RunContext run, string copy, string disk, Ledger ledger, long moment, Random random, Found found, CancellationToken ct)
    {
        await using var after = await Mount.ImageAsync(copy, Path.Combine(disk, "after"));
        try
        {
            await using var postgres = await OwnPostgres.StartAsync(Path.Combine(after.Folder, "pg"));
            var data = Path.Combine(after.Folder, "data");
            var journaled = JournalFile.Waiting(data);
            await using var server = await StoreServers.StartReadyAsync(run, data, StoreServers.EnvironmentsOf(postgres.Address, Nowhere), ct);
            await JournalFile.DrainedAsync(data, TimeSpan.FromSeconds(30), ct);
            using var api = new Api(server.Address, run.Errors);
            var verdict = Judge.Of(ledger, await new StateReader(api, ledger).ReadAsync(random), moment);
            found.Lost.AddRange(verdict.Lost);
            found.Phantoms.AddRange(verdict.Phantoms);
            found.Duplicates.AddRange(verdict.Duplicates);
            await RecordDatabase.RunAsync(postgres.Address, "CREATE EXTENSION IF NOT EXISTS amcheck; SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relpersistence = 'p'");
            await server.TerminateAsync(TimeSpan.FromSeconds(10));
            found.Corrupt.AddRange(Integrity.Check(data));
            return journaled;
        }
        catch (Exception failure) when (failure is InvalidOperationException or Npgsql.NpgsqlException)
        {
            found.Lost.Add($"it does not start, or not whole, after the cut: {failure.Message}");
            return 0;
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private sealed record Found(List<string> Lost, List<string> Phantoms, List<string> Duplicates, List<string> Corrupt);
}
