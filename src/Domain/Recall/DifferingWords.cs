namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// The words of a hit's issue that the question lacks. A sibling of the right runbook scores nearly like it; its alert name and component
/// are what gives it away.
/// </summary>
public static class DifferingWords
{
    private const int Most = 8;
    private const int ShortestLength = 3;

    /// <summary>A title without a line end may be a megabyte long; its beginning names the issue.</summary>
    private const int TitleLength = 1_000;

    private const string Joints = "-_./:@";

    // Words that name nothing, in texts about trouble.
    private static readonly HashSet<string> Fillers = new(
        [
            "about", "after", "again", "all", "although", "and", "any", "are", "because", "been", "before", "being", "but", "can", "cannot", "could", "did", "does",
            "doing", "for", "from", "had", "has", "have", "how", "into", "its", "more", "most", "not", "now", "off", "once", "only", "our", "out", "over", "same",
            "should", "since", "some", "still", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "though",
            "through", "too", "under", "until", "very", "was", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "without", "would",
            "you", "your",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The words of a question.</summary>
    /// <param name="text">The question.</param>
    /// <returns>Its words, compounds whole and in their parts; looked up ignoring case.</returns>
    public static IReadOnlySet<string> In(string text) => WordsOf(text)
        .SelectMany(word => word.Split(Joints.ToCharArray(), StringSplitOptions.RemoveEmptyEntries).Append(word))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Words of an issue's title that a question lacks.</summary>
    /// <param name="issue">Text of the hit's issue.</param>
    /// <param name="known">Words of the question (<see cref="In"/>).</param>
    /// <returns>Up to 8, longest first, ties in ordinal order.</returns>
    public static IReadOnlyList<string> Of(string issue, IReadOnlySet<string> known) =>
    [
        .. WordsOf(TitleOf(issue))
            .Where(word => word.Length >= ShortestLength && word.Any(char.IsLetter) && !known.Contains(word) && !Fillers.Contains(word))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(word => word.Length)
            .ThenBy(word => word, StringComparer.Ordinal)
            .Take(Most),
    ];

    private static string TitleOf(string issue)
    {
        var begun = issue.AsSpan().TrimStart();
        var end = begun.IndexOfAny('\r', '\n');
        var title = end < 0 ? begun : begun[..end];
        return title[..Math.Min(title.Length, TitleLength)].ToString();
    }

    private static IEnumerable<string> WordsOf(string text)
    {
        var from = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && (char.IsLetterOrDigit(text[at]) || Joints.Contains(text[at], StringComparison.Ordinal)))
                continue;
            var word = text.AsSpan(from, at - from).Trim(Joints);
            from = at + 1;
            if (!word.IsEmpty)
                yield return word.ToString();
        }
    }
}
