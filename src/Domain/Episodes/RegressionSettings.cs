using System.ComponentModel.DataAnnotations;

namespace ObsControlPlane.Domain.Episodes;

/// <summary>When an issue that is seen again has come back after a fix (contract 3; section <c>Regression</c>).</summary>
public sealed class RegressionSettings
{
    /// <summary>
    /// Hours after a success within which the issue, seen again at the same place, means that the success did not last; and after
    /// which an episode without a further occurrence has ended. Above 0, at most 8,760; default 24.
    /// </summary>
    [Range(.001, 8_760)]
    public double WindowHours { get; set; } = 24;

    /// <summary>The same in milliseconds.</summary>
    public long WindowMilliseconds => (long)(WindowHours * 3_600_000);
}
