using System.Collections.Frozen;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// English words that say nothing about an issue. Short on purpose: "not", "no", "up", "down", "out" and "over" tell alerts apart.
/// </summary>
internal static class StopWords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = new[]
    {
        "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "i", "if", "in", "into", "is",
        "it", "its", "of", "on", "or", "s", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "were",
        "which", "will", "with", "you", "your",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word is left out of the index and of questions.</summary>
    /// <param name="word">The word in lower case.</param>
    /// <returns>True when it is on the list.</returns>
    public static bool Holds(ReadOnlySpan<char> word) => Lookup.Contains(word);
}
