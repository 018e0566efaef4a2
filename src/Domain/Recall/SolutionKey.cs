using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Tells solutions apart, save those that are the same words in another dress. Only prose has a dress: two words or more, of letters and whole numbers alone,
/// that may end in a full stop or an exclamation mark. The case of its first letter, how many blanks stand between words and that mark do not count. In any
/// other text, and of the rest of this one, every character does: a quote, a hyphen, a line end or the case of a letter can turn a command into another,
/// and a fix that is grouped with another is hidden behind it.
/// </summary>
public static class SolutionKey
{
    private const string EndMarks = ".!…。！।";
    private const string Blanks = " \t";

    // One alone is rather a name or a command.
    private const int FewestWords = 2;

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
        var prose = WithoutEndMark(solution.AsSpan().Trim());
        var folded = new StringBuilder(prose.Length);
        var words = 0;
        foreach (var range in prose.SplitAny(Blanks))
        {
            var word = prose[range];
            if (word.IsEmpty)
                continue;
            if (!IsOfLetters(word) && word.ContainsAnyExceptInRange('0', '9'))
                return solution;
            words++;
            folded.Append(' ').Append(word);
        }

        if (words < FewestWords)
            return solution;
        folded[1] = char.ToLowerInvariant(folded[1]);
        return folded.ToString();
    }

    // A mark that stands alone is an operand: "cd ..".
    private static ReadOnlySpan<char> WithoutEndMark(ReadOnlySpan<char> text)
    {
        var bare = text.TrimEnd(EndMarks);
        return bare.IsEmpty || char.IsWhiteSpace(bare[^1]) ? text : bare;
    }

    private static bool IsOfLetters(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!IsLetter(c))
                return false;
        }

        return true;
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
