namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>
/// A folded issue in pieces that a TEXT index takes (it refuses 32 kB and fails the whole write). Each overlaps the next by as much as a question may be
/// long, so whatever the issue contains is whole in at least one of them, and <i>contains</i> is exact at any length.
/// </summary>
internal static class IssueWindows
{
    /// <summary>Characters of a window: at three bytes each, the most that upper case takes, less than the index refuses.</summary>
    public const int Length = 8_000;

    /// <summary>Characters that a question may have (contract 1).</summary>
    public const int Overlap = Domain.Limits.NameLength;

    /// <summary>A text as it is compared: the folding of <see cref="StringComparison.OrdinalIgnoreCase"/>, one character for one.</summary>
    public static string Fold(string text) => text.ToUpperInvariant();

    /// <summary>The windows of an issue.</summary>
    /// <param name="issue">The issue.</param>
    /// <returns>At least one; the first begins where the issue does.</returns>
    public static IReadOnlyList<string> Of(string issue)
    {
        var folded = Fold(issue);
        var windows = new List<string>();
        for (var start = 0; ;)
        {
            var end = Whole(folded, Math.Min(folded.Length, start + Length));
            windows.Add(folded[start..end]);
            if (end == folded.Length)
                return windows;
            start = Whole(folded, end - Overlap);
        }
    }

    // Half a character would be stored as a question mark; the earlier boundary only makes an overlap longer.
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
