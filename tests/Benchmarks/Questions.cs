using System.Globalization;

namespace ObsControlPlane.Benchmarks;

/// <summary>Questions about some fixes, none asked twice: two of three words of an issue, and a mark.</summary>
internal sealed class Questions(IReadOnlyList<SampleFix> fixes)
{
    private const int Words = 24;

    /// <summary>A question; those of one number differ in their mark alone, so that whoever is compared gets equal work and no cache helps.</summary>
    /// <param name="number">Chooses the issue.</param>
    /// <param name="mark">Who asks.</param>
    public string Of(int number, char mark)
    {
        var issue = fixes[new Random(number).Next(fixes.Count)].Issue;
        var words = issue.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where((_, at) => at % 3 != 2).Take(Words);
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', words)} {mark}{number}");
    }
}
