using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Fixes;

/// <summary>The one line that every remembering leaves in the log; what was remembered stays out of it.</summary>
internal static class RememberLog
{
    public static void Remembered(this ILogger log, Receipt receipt) => log.LogInformation(
        "Remembered {Kind} {Id}, fingerprint {Fingerprint}, deduplicated {Deduplicated}, success {Success}.",
        receipt.Kind, receipt.Id, receipt.Fingerprint?.Value, receipt.Deduplicated, receipt.Success);
}
