using System.Globalization;

namespace ObsControlPlane.Infrastructure.Host;

/// <summary>Share of the processors' time that was used between two readings.</summary>
/// <param name="read">Reads two counters of one unit since the same instant: time used, and time there was over all cores.</param>
internal sealed class ProcessorMeter(Func<(double Used, double Total)> read)
{
    private readonly Lock _lock = new();
    private (double Used, double Total) _last = read();
    private double _percent;

    /// <summary>Counter units there must be between two readings for their share to mean something; Linux counts in hundredths of a second.</summary>
    private const double Resolution = 10;

    /// <summary>The meter for this operating system.</summary>
    /// <returns>Of all processes on Linux; elsewhere of this process, the only one whose time the runtime tells.</returns>
    public static ProcessorMeter ForThisSystem() =>
        new(OperatingSystem.IsLinux() ? static () => ReadLinux("/proc/stat") : ReadProcess);

    /// <summary>The share since the reading before; the first counts from the meter's making.</summary>
    /// <returns>0–100 over all cores; the value before when asked again within a moment.</returns>
    public double Percent()
    {
        lock (_lock)
        {
            var now = read();
            var total = now.Total - _last.Total;
            if (total < Resolution)
                return _percent;
            _percent = Math.Clamp(100 * (now.Used - _last.Used) / total, 0, 100);
            _last = now;
            return _percent;
        }
    }

    /// <summary>Reads the first line of the kernel's statistics (proc_stat(5)).</summary>
    /// <param name="file">The file.</param>
    /// <returns>Hundredths of a second; waiting for a disk is not use. 0 and 0 when it cannot be read, which the meter takes for no time gone by.</returns>
    public static (double Used, double Total) ReadLinux(string file)
    {
        try
        {
            using var lines = File.ReadLines(file).GetEnumerator();
            if (!lines.MoveNext())
                return default;

            // cpu user nice system idle iowait irq softirq steal; guests' time is in user's already.
            var times = lines.Current.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
                .Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            return (times.Sum() - times[3] - times[4], times.Sum());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static (double Used, double Total) ReadProcess() => (
        Environment.CpuUsage.TotalTime.TotalMilliseconds / 10, Environment.TickCount64 / 10.0 * Environment.ProcessorCount);
}
