using System.Runtime.InteropServices;

namespace ObsControlPlane.Reliability.Server;

/// <summary>Signals that .NET's own process type cannot send.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int pid, int signal) => _ = SendCore(pid, signal);

    public static bool IsRoot => UserId() == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendCore(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint UserId();
}
