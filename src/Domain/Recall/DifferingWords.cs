using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// The words of a hit's issue that the question lacks. A sibling of the right runbook scores nearly like it; its alert name and component
/// are what gives it away. What masking takes away tells no issues apart, so it is no difference either (<c>web-2</c> and <c>web-7</c>).
/// </summary>
public static class DifferingWords
{
    private const int Most = 8;
    private const int ShortestLength = 2;

    /// <summary>A title without a line end may be a megabyte long; its beginning names the issue.</summary>
    private const int TitleLength = 1_000;

    /// <summary>As much of a question is masked: names that masking cuts short stand in its title, and a question may be a megabyte long too.</summary>
    private const int MaskedLength = 10_000;

    private const string Joints = "-_./:@";

    // Words that name nothing, in texts about trouble.
    private static readonly HashSet<string> Fillers = new(
        [
            "about", "after", "again", "all", "although", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "being", "but", "by", "can",
            "cannot", "could", "did", "do", "does", "doing", "for", "from", "had", "has", "have", "he", "how", "if", "in", "into", "is", "it", "its", "me", "more",
            "most", "my", "now", "of", "on", "once", "only", "or", "our", "out", "over", "same", "she", "should", "since", "so", "some", "still", "such", "than",
            "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "though", "through", "to", "too", "under", "until", "us", "very",
            "was", "we", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The words of a question.</summary>
    /// <param name="text">The question.</param>
    /// <returns>Its words, as they stand and as masking leaves them, compounds and camelCase whole and in their parts; looked up ignoring case.</returns>
    public static IReadOnlySet<string> In(string text) => WordsOf(text).Concat(WordsOf(IssueMasking.Mask(text[..Math.Min(text.Length, MaskedLength)])))
        .SelectMany(word => word.Split(Joints.ToCharArray(), StringSplitOptions.RemoveEmptyEntries).Append(word))
        .SelectMany(word => CamelCase.PartsOf(word).Append(word))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Words of an issue's title that a question lacks.</summary>
    /// <param name="issue">Text of the hit's issue.</param>
    /// <param name="known">Words of the question (<see cref="In"/>).</param>
    /// <returns>Up to 8, longest first, ties in ordinal order; as they are spelt in the title, without what masking takes away.</returns>
    public static IReadOnlyList<string> Of(string issue, IReadOnlySet<string> known)
    {
        var title = TitleOf(issue);
        return
        [
            .. WordsOf(IssueMasking.Mask(title))
                .Where(word => (word.Length >= ShortestLength || char.IsDigit(word[0])) && !known.Contains(word) && !Fillers.Contains(word))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(word => AsSpelt(word, title))
                .Where(word => !CamelCase.PartsOf(word).All(part => known.Contains(part) || Fillers.Contains(part)))
                .OrderByDescending(word => word.Length)
                .ThenBy(word => word, StringComparer.Ordinal)
                .Take(Most),
        ];
    }

    // Masking folds case.
    private static string AsSpelt(string word, string title) =>
        title.IndexOf(word, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? title.Substring(at, word.Length) : word;

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
