using System.ComponentModel;
using System.Diagnostics;

namespace ObsControlPlane.Agent;

/// <summary>Asks systemd which units have failed.</summary>
internal static class Systemd
{
    /// <summary>Their names; null where there is no systemd or it does not answer within five seconds.</summary>
    public static IReadOnlyList<string>? FailedUnits()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("systemctl", ["list-units", "--failed", "--plain", "--no-legend", "--no-pager"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                process.Kill();
                return null;
            }
            return process.ExitCode == 0 ? Read(output.GetAwaiter().GetResult()) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Reads systemctl's list: the unit is the first word of each line.</summary>
    public static IReadOnlyList<string> Read(string list) =>
        [.. list.Split('\n').Select(line => line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()).OfType<string>()];
}
