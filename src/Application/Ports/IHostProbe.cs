namespace ObsControlPlane.Application.Ports;

/// <summary>Disk, memory and CPU of this host.</summary>
public interface IHostProbe
{
    /// <summary>Reads them now; costs less than a millisecond.</summary>
    /// <returns>The reading.</returns>
    HostReading Read();
}

/// <summary>Use of this host's resources.</summary>
/// <param name="DiskUsedBytes">Bytes used on the volume of the data folder.</param>
/// <param name="DiskTotalBytes">Bytes of that volume; 0 when it cannot be read.</param>
/// <param name="MemoryUsedBytes">Bytes of memory in use, on this host or in its control group, whichever limits.</param>
/// <param name="MemoryTotalBytes">Bytes of memory there are; 0 when it cannot be read.</param>
/// <param name="CpuPercent">Processor time used on this host since the reading before, 0–100 over all cores.</param>
public sealed record HostReading(long DiskUsedBytes, long DiskTotalBytes, long MemoryUsedBytes, long MemoryTotalBytes, double CpuPercent);
