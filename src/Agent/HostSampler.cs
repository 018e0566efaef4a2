using System.Diagnostics;
using System.Globalization;
using ObsControlPlane.Client;

namespace ObsControlPlane.Agent;

/// <summary>Reads this host's figures; what cannot be read is left out, never reported as 0.</summary>
/// <param name="proc">Where Linux shows its figures.</param>
/// <param name="failedUnits">Names the failed systemd units, or null where systemd does not answer.</param>
internal sealed class HostSampler(string proc, Func<IReadOnlyList<string>?> failedUnits)
{
    private const int TopProcesses = 5;

    private (double Used, double Total)? _lastCpu = ReadCpu(proc);

    /// <summary>Reads everything now; processor use is the share since the reading before.</summary>
    public IReadOnlyList<Measurement> Read() => [.. Cpu(), .. Memory(), .. Load(), .. Filesystems(), .. Processes(), .. Units()];

    private static Dictionary<string, string> With(params (string Name, string Value)[] attributes) => attributes.ToDictionary(a => a.Name, a => a.Value);

    private static string? FirstLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // cpu user nice system idle iowait irq softirq steal (proc_stat(5)); waiting for a disk is not use.
    private static (double Used, double Total)? ReadCpu(string proc)
    {
        if (FirstLine(Path.Combine(proc, "stat")) is not { } line)
            return null;
        var times = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number).ToArray();
        return times.Length < 5 ? null : (times.Sum() - times[3] - times[4], times.Sum());
    }

    private IEnumerable<Measurement> Cpu()
    {
        var now = ReadCpu(proc);
        var last = _lastCpu;
        _lastCpu = now;
        if (now is { } n && last is { } l && n.Total > l.Total)
            yield return new Measurement(HostNames.CpuUtilization, Math.Clamp((n.Used - l.Used) / (n.Total - l.Total), 0, 1), "1");
    }

    private IEnumerable<Measurement> Memory()
    {
        var file = Path.Combine(proc, "meminfo");
        if (!File.Exists(file))
            yield break;
        var bytes = File.ReadLines(file).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["MemTotal:" or "MemAvailable:", ..]).ToDictionary(words => words[0], words => Number(words[1]) * 1024);
        if (!bytes.TryGetValue("MemTotal:", out var total) || !bytes.TryGetValue("MemAvailable:", out var available) || total <= 0)
            yield break;
        yield return new Measurement(HostNames.MemoryUsage, total - available, "By");
        yield return new Measurement(HostNames.MemoryLimit, total, "By");
        yield return new Measurement(HostNames.MemoryUtilization, (total - available) / total, "1");
    }

    private IEnumerable<Measurement> Load()
    {
        if (FirstLine(Path.Combine(proc, "loadavg"))?.Split(' ') is [var one, var five, var fifteen, ..])
        {
            yield return new Measurement(HostNames.Load + "1m", Number(one), "1");
            yield return new Measurement(HostNames.Load + "5m", Number(five), "1");
            yield return new Measurement(HostNames.Load + "15m", Number(fifteen), "1");
        }
        if (FirstLine(Path.Combine(proc, "uptime"))?.Split(' ') is [var seconds, ..])
            yield return new Measurement(HostNames.Uptime, Number(seconds), "s");
    }

    private static IEnumerable<Measurement> Filesystems()
    {
        foreach (var drive in DriveInfo.GetDrives().Where(drive => drive.DriveType == DriveType.Fixed))
        {
            var (total, free, format) = ReadDrive(drive);
            if (total <= 0)
                continue;
            (string, string)[] where = [(HostNames.Mountpoint, drive.Name), (HostNames.FilesystemType, format)];
            yield return new Measurement(HostNames.FilesystemUsage, total - free, "By", With([.. where, (HostNames.State, "used")]));
            yield return new Measurement(HostNames.FilesystemUsage, free, "By", With([.. where, (HostNames.State, "free")]));
            yield return new Measurement(HostNames.FilesystemUtilization, (double)(total - free) / total, "1", With(where));
        }
    }

    private static (long Total, long Free, string Format) ReadDrive(DriveInfo drive)
    {
        try
        {
            return (drive.TotalSize, drive.AvailableFreeSpace, drive.DriveFormat);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static IEnumerable<Measurement> Processes()
    {
        var all = Process.GetProcesses();
        var read = all.Select(ReadProcess).OfType<(int Id, string Name, long Bytes, double Seconds)>().ToArray();
        foreach (var process in all)
            process.Dispose();
        foreach (var (id, name, bytes, seconds) in read.OrderByDescending(p => p.Bytes).Take(TopProcesses).Union(read.OrderByDescending(p => p.Seconds).Take(TopProcesses)))
        {
            var which = With((HostNames.ProcessId, id.ToString(CultureInfo.InvariantCulture)), (HostNames.ProcessName, name));
            yield return new Measurement(HostNames.ProcessMemory, bytes, "By", which);
            yield return new Measurement(HostNames.ProcessCpu, seconds, "s", which);
        }
    }

    private static (int, string, long, double)? ReadProcess(Process process)
    {
        try
        {
            return (process.Id, process.ProcessName, process.WorkingSet64, process.TotalProcessorTime.TotalSeconds);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or IOException)
        {
            // It has ended meanwhile, or is not ours to look at.
            return null;
        }
    }

    private IEnumerable<Measurement> Units()
    {
        if (failedUnits() is not { } failed)
            yield break;
        yield return new Measurement(HostNames.FailedUnits, failed.Count, "{unit}");
        foreach (var unit in failed.Take(50))
            yield return new Measurement(HostNames.FailedUnit, 1, "1", With((HostNames.UnitName, unit)));
    }
}
