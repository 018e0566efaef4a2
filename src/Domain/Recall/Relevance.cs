namespace ObsControlPlane.Domain.Recall;

/// <summary>How relevant one finding is.</summary>
/// <param name="Value">0–1, higher is better.</param>
/// <param name="Parts">What it is made of; the weights add up to 1, the contributions to the value.</param>
/// <param name="Words">The words alone, as a share of the most that the question could reach, 0–1.</param>
internal sealed record Relevance(double Value, IReadOnlyList<Signal> Parts, double Words)
{
    /// <summary>The relevance that one measure gives by itself.</summary>
    public static Relevance Of(string name, double raw, double normalised) => new(normalised, [Signal.Of(name, raw, normalised, 1)], 0);
}
