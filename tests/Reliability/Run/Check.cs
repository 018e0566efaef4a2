namespace ObsControlPlane.Reliability.Run;

/// <summary>One thing that a fault must not have done, and whether it did.</summary>
/// <param name="Name">What must hold, as a sentence.</param>
/// <param name="Passed">Whether it held.</param>
/// <param name="Detail">The figure, and the first findings when it did not hold.</param>
internal sealed record Check(string Name, bool Passed, string Detail)
{
    /// <summary>A check that holds when nothing was found.</summary>
    public static Check Nothing(string name, IReadOnlyCollection<string> findings) =>
        new(name, findings.Count == 0, findings.Count == 0 ? "0" : $"{findings.Count}: {string.Join(" | ", findings.Take(5))}");
}
