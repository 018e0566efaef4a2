using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Tells solutions apart, save those that are the same words in another dress. Only prose has a dress: a text of words and whole numbers alone, which may
/// end in a full stop or an exclamation mark. Its case (of words of three letters or more), white space, dashes between words, hyphens within words and that
/// mark do not count. In any other text every character does: a quote, a comma, a line's indentation or the case of a letter can turn a command into another,
/// and a fix that is grouped with another is hidden behind it.
/// </summary>
public static class SolutionKey
{
    private const string EndMarks = ".!…。！।";
    private const string Dashes = "–—―";
    private const string Apostrophes = "'’";

    // "Xf" and "xf", "5P" and "5p", "No" and "no" name things; words do not.
    private const int ShortestWord = 3;

    // A hyphen between shorter parts is a sign: "u-x".
    private const int ShortestPart = 2;

    /// <summary>The key of a solution of an issue.</summary>
    /// <param name="issue">The issue: what helped with one says nothing of another.</param>
    /// <param name="solution">The solution's text.</param>
    /// <returns>64 bits of a SHA-256 of the issue and what counts of the solution: two different solutions share one once in 10¹⁹ pairs.</returns>
    public static ulong Of(Fingerprint issue, string solution)
    {
        var hash = SHA256.HashData(MemoryMarshal.AsBytes($"{issue.Value} {Folded(solution)}".AsSpan()));
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    internal static string Folded(string solution)
    {
        var folded = new StringBuilder(solution.Length);
        var rest = WithoutEndMark(solution.AsSpan().Trim());
        while (!(rest = rest.TrimStart()).IsEmpty)
        {
            var word = rest[..EndOfWord(rest)];
            rest = rest[word.Length..];
            if (!word.ContainsAnyExcept(Dashes))
                continue;
            if (!TryAppend(folded, word))
                return solution;
        }

        return folded.Length == 0 ? solution : folded.ToString();
    }

    // A mark that stands alone is an operand: "cd ..".
    private static ReadOnlySpan<char> WithoutEndMark(ReadOnlySpan<char> text)
    {
        var bare = text.TrimEnd(EndMarks);
        return bare.IsEmpty || char.IsWhiteSpace(bare[^1]) ? text : bare;
    }

    private static int EndOfWord(ReadOnlySpan<char> words)
    {
        var end = 1;
        while (end < words.Length && !char.IsWhiteSpace(words[end]))
            end++;
        return end;
    }

    // False when it is no word of prose.
    private static bool TryAppend(StringBuilder folded, ReadOnlySpan<char> word)
    {
        if (!word.ContainsAnyExceptInRange('0', '9'))
        {
            folded.Append(' ').Append(word);
            return true;
        }

        var least = word.Contains('-') ? ShortestPart : 1;
        foreach (var part in word.Split('-'))
        {
            if (word[part].Length < least || !IsOfLetters(word[part]))
                return false;
            folded.Append(' ');
            foreach (var c in word[part])
                folded.Append(word.Length >= ShortestWord ? char.ToLowerInvariant(c) : c);
        }

        return true;
    }

    private static bool IsOfLetters(ReadOnlySpan<char> part)
    {
        for (var i = 0; i < part.Length; i++)
        {
            var isInside = i > 0 && i < part.Length - 1;
            if (!IsLetter(part[i]) && !(isInside && Apostrophes.Contains(part[i], StringComparison.Ordinal)))
                return false;
        }

        return true;
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
