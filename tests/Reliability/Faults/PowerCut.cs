using System.Diagnostics;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Judging;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>
/// R10: a power cut. The data lie on an ext4 image; copying that image while it is mounted and in use gives what the disk
/// held at that moment, without anything that was only in the page cache.
/// </summary>
internal sealed class PowerCut : IFault
{
    private const int Mebibytes = 256;

    public string Row => "R10";

    public string Verb => "power-cut";

    public string Description => "copy of a mounted disk image under load: what was acknowledged before it survives";

    public Task<string?> WhyUnavailableAsync() => Mount.WhyUnavailableAsync(image: true);

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        List<string> lost = [], phantoms = [], duplicates = [], corrupt = [];
        var unflushedLost = 0;
        var perDisk = 10;
        for (var left = run.Trials(full: 300, shortForm: 10); left > 0; left -= perDisk)
        {
            var disk = run.NewFolder(Verb);
            var image = Path.Combine(disk, "disk.img");
            await using var mount = await Mount.NewImageAsync(image, Path.Combine(disk, "mount"), Mebibytes);
            var ledger = new Ledger();
            await using var server = await Rounds.StartReadyAsync(run, Path.Combine(mount.Folder, "data"), ct);
            for (var cut = 0; cut < Math.Min(perDisk, left); cut++)
            {
                var copy = Path.Combine(disk, "copy.img");
                var moment = await CutUnderLoadAsync(run, server, ledger, random, mount.Folder, image, copy, ct);
                await using (var after = await Mount.ImageAsync(copy, Path.Combine(disk, "after")))
                {
                    unflushedLost += !File.Exists(Path.Combine(after.Folder, "unflushed")) || new FileInfo(Path.Combine(after.Folder, "unflushed")).Length == 0 ? 1 : 0;
                    var verdict = await JudgeAsync(run, Path.Combine(after.Folder, "data"), ledger, moment, random, ct);
                    lost.AddRange(verdict.Lost);
                    phantoms.AddRange(verdict.Phantoms);
                    duplicates.AddRange(verdict.Duplicates);
                    corrupt.AddRange(Integrity.Check(Path.Combine(after.Folder, "data")));
                }

                File.Delete(copy);
                report.Trials++;
            }

            await server.KillAsync();
            report.Count(ledger);
            report.Add(Check.Nothing("every answer made sense", ledger.Surprises));
        }

        report.Add(new Verdict(lost, phantoms, duplicates, []));
        report.Add(Check.Nothing("integrity checks are clean", corrupt));
        report.Measure("cuts that lost an unflushed control file", unflushedLost, $"of {report.Trials}");
        report.Add("the cut has teeth: a file that was not flushed is lost", unflushedLost > 0, $"{unflushedLost} of {report.Trials}");
    }

    private static async Task<long> CutUnderLoadAsync(
        RunContext run, OcpServer server, Ledger ledger, Random random, string mounted, string image, string copy, CancellationToken ct)
    {
        await using var load = Rounds.Load(run, server, ledger, random);
        await Task.Delay(random.Next(150, 900), ct);
        return await CutAsync(server, mounted, image, copy);
    }

    private static async Task<Verdict> JudgeAsync(RunContext run, string data, Ledger ledger, long moment, Random random, CancellationToken ct)
    {
        try
        {
            await using var server = await Rounds.StartReadyAsync(run, data, ct);
            using var api = new Api(server.Address, run.Errors);
            var verdict = Judge.Of(ledger, await new StateReader(api, ledger).ReadAsync(random), moment);
            await server.TerminateAsync(TimeSpan.FromSeconds(10));
            return verdict;
        }
        catch (InvalidOperationException failure)
        {
            return new([$"the server does not start after the cut: {failure.Message}"], [], [], []);
        }
    }

    /// <summary>Stops the server, takes the copy, and lets the server go on.</summary>
    /// <returns>The moment of the cut: what was answered before it must be in the copy.</returns>
    private static async Task<long> CutAsync(OcpServer server, string mounted, string image, string copy)
    {
        await File.WriteAllTextAsync(Path.Combine(mounted, "unflushed"), Stopwatch.GetTimestamp().ToString(System.Globalization.CultureInfo.InvariantCulture));
        // Frozen, so that the copy is one moment and not a smear; a flush that is under way ends first.
        Signals.Send(server.ProcessId, Signals.Stop);
        await Task.Delay(30);
        var moment = Stopwatch.GetTimestamp();
        try
        {
            await Shell.RunAsync("cp", "--sparse=always", image, copy);
        }
        finally
        {
            Signals.Send(server.ProcessId, Signals.Continue);
        }

        File.Delete(Path.Combine(mounted, "unflushed"));
        return moment;
    }
}
