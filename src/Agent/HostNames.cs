namespace ObsControlPlane.Agent;

/// <summary>Names of OpenTelemetry's host and process conventions, v1.44.0 (status: development), in one place because they may change.</summary>
internal static class HostNames
{
    public const string CpuUtilization = "system.cpu.utilization";
    public const string MemoryUsage = "system.memory.usage";
    public const string MemoryLimit = "system.memory.limit";
    public const string MemoryUtilization = "system.memory.utilization";
    public const string FilesystemUsage = "system.filesystem.usage";
    public const string FilesystemUtilization = "system.filesystem.utilization";
    public const string Uptime = "system.uptime";
    public const string ProcessMemory = "process.memory.usage";
    public const string ProcessCpu = "process.cpu.time";
    public const string State = "system.filesystem.state";
    public const string Mountpoint = "system.filesystem.mountpoint";
    public const string FilesystemType = "system.filesystem.type";
    public const string ProcessId = "process.pid";
    public const string ProcessName = "process.executable.name";

    // The conventions name neither of these; the first two words are the collector's.
    public const string Load = "system.cpu.load_average.";
    public const string FailedUnits = "systemd.units.failed";
    public const string FailedUnit = "systemd.unit.failed";
    public const string UnitName = "systemd.unit.name";
}
