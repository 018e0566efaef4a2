using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Host;

/// <summary>Reads the host through what its operating system shows: the data volume, the memory, the processors.</summary>
/// <remarks>
/// Microsoft's resource monitoring was weighed and left: it measures its own process (Windows) or control group (Linux) and knows no
/// disk space, while operators ask about the host.
/// </remarks>
/// <param name="dataFolder">A folder on the volume to watch.</param>
internal sealed class HostProbe(string dataFolder) : IHostProbe
{
    private readonly ProcessorMeter _processors = ProcessorMeter.ForThisSystem();

    /// <inheritdoc/>
    public HostReading Read()
    {
        var (diskUsed, diskTotal) = ReadDisk();
        var (memoryUsed, memoryTotal) = HostMemory.Read();
        return new HostReading(diskUsed, diskTotal, memoryUsed, memoryTotal, _processors.Percent());
    }

    private (long Used, long Total) ReadDisk()
    {
        try
        {
            var volume = new DriveInfo(dataFolder);

            // What is kept back for the administrator cannot be written by us: it counts as used.
            return (volume.TotalSize - volume.AvailableFreeSpace, volume.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (0, 0);
        }
    }
}
