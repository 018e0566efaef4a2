using System.ComponentModel.DataAnnotations;

namespace ObsControlPlane.Application.Settings;

/// <summary>How batches and imports are taken in (section <c>Import</c>).</summary>
public sealed class ImportSettings
{
    /// <summary>
    /// Items of one import that wait for their commit at once, 1–10,000; default 512. They share commits: fewer make an import slower,
    /// more leave less room in the writer's queue for everybody else.
    /// </summary>
    [Range(1, 10_000)]
    public int InFlight { get; set; } = 512;
}
