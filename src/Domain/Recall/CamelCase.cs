namespace ObsControlPlane.Domain.Recall;

/// <summary>Parts a camelCase word, the same way wherever words are compared.</summary>
public static class CamelCase
{
    /// <summary>Where the part that begins at a place ends.</summary>
    /// <param name="word">Letters, marks and digits.</param>
    /// <param name="start">Where the part begins; inside the word.</param>
    /// <returns>Its end, exclusive. A capital begins a part after a small letter, and as the last of several capitals before a small letter (HTTP|Server, but not CPUs, nor in CPUs|Hot).</returns>
    public static int EndOfPart(ReadOnlySpan<char> word, int start)
    {
        var hasLower = char.IsLower(word[start]);
        for (var i = start + 1; i < word.Length; i++)
        {
            if (char.IsUpper(word[i]))
            {
                var endsCapitals = char.IsUpper(word[i - 1]) && i + 1 < word.Length && char.IsLower(word[i + 1]) && !BeginsWithPlural(word[(i + 1)..]);
                if (hasLower || endsCapitals)
                    return i;
            }

            hasLower |= char.IsLower(word[i]);
        }

        return word.Length;
    }

    private static bool BeginsWithPlural(ReadOnlySpan<char> rest) => rest is ['s'] || (rest is ['s', var next, ..] && char.IsUpper(next));

    /// <summary>The parts of a word, in order; a word that is not camelCase is its only part.</summary>
    internal static IEnumerable<string> PartsOf(string word)
    {
        for (int at = 0, end; at < word.Length; at = end)
        {
            end = EndOfPart(word, at);
            yield return word[at..end];
        }
    }
}
