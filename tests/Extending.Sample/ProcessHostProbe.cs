using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Extending.Sample;

/// <summary>
/// An adapter of a port of ours: figures of the process instead of the host, for a platform that shows a process nothing else.
/// </summary>
internal sealed class ProcessHostProbe(TimeProvider time) : IHostProbe
{
    private readonly Lock _gate = new();
    private (long Timestamp, TimeSpan Cpu) _before = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);

    public HostReading Read()
    {
        var memory = GC.GetGCMemoryInfo();
        var drive = new DriveInfo(Path.GetPathRoot(AppContext.BaseDirectory)!);
        return new HostReading(
            drive.TotalSize - drive.AvailableFreeSpace, drive.TotalSize, Environment.WorkingSet, memory.TotalAvailableMemoryBytes, CpuPercent());
    }

    private double CpuPercent()
    {
        lock (_gate)
        {
            var now = (Timestamp: time.GetTimestamp(), Cpu: Environment.CpuUsage.TotalTime);
            var passed = time.GetElapsedTime(_before.Timestamp, now.Timestamp) * Environment.ProcessorCount;
            var used = passed <= TimeSpan.Zero ? 0 : (now.Cpu - _before.Cpu) / passed;
            _before = now;
            return Math.Clamp(used * 100, 0, 100);
        }
    }
}
