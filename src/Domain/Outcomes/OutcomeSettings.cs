using System.ComponentModel.DataAnnotations;

namespace ObsControlPlane.Domain.Outcomes;

/// <summary>How outcomes weigh (contract 3). Weights are dimensionless, above 0 and at most 1.</summary>
public sealed class OutcomeSettings
{
    /// <summary>Weight of an outcome that a check confirmed.</summary>
    [Range(1e-9, 1.0)]
    public double VerifiedWeight { get; set; } = 1;

    /// <summary>Weight of an outcome a person vouches for.</summary>
    [Range(1e-9, 1.0)]
    public double PersonWeight { get; set; } = .8;

    /// <summary>Weight of an outcome reported without a check.</summary>
    [Range(1e-9, 1.0)]
    public double ReportedWeight { get; set; } = .5;

    /// <summary>Weight of an alert that cleared after the fix.</summary>
    [Range(1e-9, 1.0)]
    public double AlertClearedWeight { get; set; } = .3;

    /// <summary>Days after which evidence weighs half; above 0. Age widens the interval, it never turns a success into a failure.</summary>
    [Range(1e-9, 100_000)]
    public double HalfLifeDays { get; set; } = 180;

    /// <summary>Factor on evidence of another version than the one asked for; above 0 and at most 1.</summary>
    [Range(1e-9, 1.0)]
    public double OtherVersionFactor { get; set; } = .5;

    /// <summary>The weight of one kind of evidence.</summary>
    /// <param name="tally">Counts by kind.</param>
    /// <returns>The weighted sum, 0 or more.</returns>
    public double Weigh(EvidenceTally tally) =>
        (tally.Verified * VerifiedWeight) + (tally.Person * PersonWeight)
        + (tally.Reported * ReportedWeight) + (tally.AlertCleared * AlertClearedWeight);
}
