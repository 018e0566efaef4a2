using System.Globalization;

namespace ObsControlPlane.Infrastructure.Host;

/// <summary>Memory of this host, or of its control group where that has less.</summary>
internal static class HostMemory
{
    /// <summary>Reads it now.</summary>
    /// <returns>Bytes in use and bytes there are; 0 and 0 when neither can be read.</returns>
    public static (long Used, long Total) Read() => OperatingSystem.IsLinux() ? ReadLinux("/proc", "/sys/fs/cgroup") : ReadRuntime();

    /// <summary>Reads Linux's own files (proc(5); control groups, version 2).</summary>
    /// <param name="proc">Where the proc file system is mounted.</param>
    /// <param name="groups">Where the control groups are mounted.</param>
    /// <returns>As <see cref="Read"/>.</returns>
    public static (long Used, long Total) ReadLinux(string proc, string groups)
    {
        try
        {
            var host = ReadHost(Path.Combine(proc, "meminfo"));
            return ReadGroup(GroupFolder(proc, groups), host.Total) ?? host;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (0, 0);
        }
    }

    private static (long Used, long Total) ReadHost(string file)
    {
        long total = 0, available = 0;
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal))
                total = Number(line) * 1024;
            else if (line.StartsWith("MemAvailable:", StringComparison.Ordinal))
                available = Number(line) * 1024;
        }

        return (total - available, total);
    }

    // In a container the group's own folder is the mount itself; a service of the host finds it under the path the kernel names.
    private static string GroupFolder(string proc, string groups)
    {
        var membership = Path.Combine(proc, "self", "cgroup");
        var named = File.Exists(membership)
            ? File.ReadLines(membership).FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?["0::/".Length..]
            : null;
        var folder = Path.Combine(groups, named ?? "");
        return File.Exists(Path.Combine(folder, "memory.max")) ? folder : groups;
    }

    private static (long Used, long Total)? ReadGroup(string folder, long hostTotal)
    {
        var limitFile = Path.Combine(folder, "memory.max");
        if (!File.Exists(limitFile) || !long.TryParse(File.ReadAllText(limitFile).Trim(), CultureInfo.InvariantCulture, out var limit) || limit >= hostTotal)
            return null;
        var charged = Number("current " + File.ReadAllText(Path.Combine(folder, "memory.current")));

        // Clean file pages are given back before anything is refused, as MemAvailable reckons for the host.
        var reclaimable = File.ReadLines(Path.Combine(folder, "memory.stat")).FirstOrDefault(l => l.StartsWith("inactive_file ", StringComparison.Ordinal));
        return (Math.Max(0, charged - (reclaimable is null ? 0 : Number(reclaimable))), limit);
    }

    // "Name: 123 kB" and "name 123".
    private static long Number(string line) =>
        long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static (long Used, long Total) ReadRuntime()
    {
        var memory = GC.GetGCMemoryInfo(GCKind.Any);

        // Index 0: no collection yet, so the load was not measured and 0 would read as an empty host.
        return memory.Index == 0 ? (0, 0) : (memory.MemoryLoadBytes, memory.TotalAvailableMemoryBytes);
    }
}
