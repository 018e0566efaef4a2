using System.Globalization;

namespace ObsControlPlane.Domain.Recall;

/// <summary>Says why the second result is not the first.</summary>
internal static class RunnerUpReason
{
    /// <summary>One sentence: the signal in which it lost most.</summary>
    internal static string Of(RankedHit first, RankedHit second)
    {
        var lost = first.Signals.Concat(second.Signals)
            .Select(signal => signal.Name).Distinct()
            .Select(name => (Name: name, First: Contribution(first, name), Second: Contribution(second, name)))
            .MaxBy(signal => signal.First - signal.Second);
        if (first.Finding.Exact == ExactMatch.Key && second.Finding.Exact == ExactMatch.Key)
            return "It is an older entry of the same key.";
        return first.Score <= second.Score
            ? "Its score is the same; ties go by id."
            : string.Create(CultureInfo.InvariantCulture, $"It lost most in {lost.Name}: {lost.Second:0.000} against {lost.First:0.000}.");
    }

    private static double Contribution(RankedHit hit, string name) => hit.Signals.FirstOrDefault(signal => signal.Name == name)?.Contribution ?? 0;
}
