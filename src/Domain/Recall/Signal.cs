namespace ObsControlPlane.Domain.Recall;

/// <summary>One part of a score; the contributions of a hit add up to its score within 1e-6.</summary>
/// <param name="Name"><c>fingerprint</c>, <c>words</c>, <c>vectors</c>, <c>key</c>, <c>graph</c> or <c>standing</c>.</param>
/// <param name="Raw">As its source measures it; a hit that one of words and vectors did not return has the lowest that was returned there, when as many were returned as were asked for, else 0.</param>
/// <param name="Normalised">The same on 0–1.</param>
/// <param name="Weight">Its share of the score, 0–1.</param>
/// <param name="Contribution">Normalised × weight.</param>
public sealed record Signal(string Name, double Raw, double Normalised, double Weight, double Contribution)
{
    /// <summary>A part with its contribution worked out.</summary>
    internal static Signal Of(string name, double raw, double normalised, double weight) => new(name, raw, normalised, weight, normalised * weight);

    /// <summary>The same part of a whole of which it makes up only a share.</summary>
    internal Signal Within(double share) => this with { Weight = Weight * share, Contribution = Contribution * share };
}
