using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Tells solutions apart that differ in more than wording's dress: case, white space, quotes around words, sentence punctuation, bullets and dashes
/// between words, and hyphens within words of letters. Everything that can turn a command into another stays: numbers, paths, operators
/// (<c>&gt;</c> and <c>&gt;&gt;</c>, <c>&amp;&amp;</c> and <c>||</c>, <c>!x</c> and <c>x</c>), signs (<c>+x</c> and <c>-x</c>, <c>=1</c> and
/// <c>=-1</c>), and the case of short options (<c>-r</c> and <c>-R</c>).
/// </summary>
public static class SolutionKey
{
    /// <summary>The key of a solution of an issue.</summary>
    /// <param name="issue">The issue: what helped with one says nothing of another.</param>
    /// <param name="solution">The solution's text.</param>
    /// <returns>64 bits of a SHA-256 of the issue and what counts of the solution: two different solutions share one once in 10¹⁹ pairs.</returns>
    public static ulong Of(Fingerprint issue, string solution)
    {
        var hash = SHA256.HashData(MemoryMarshal.AsBytes($"{issue.Value} {Folded(solution)}".AsSpan()));
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    // A text of which nothing counts is itself.
    internal static string Folded(string solution)
    {
        var folded = new StringBuilder(solution.Length);
        foreach (var line in solution.AsSpan().EnumerateLines())
        {
            var words = WithoutBullet(line.Trim());
            while (!words.IsEmpty)
            {
                var end = EndOfWord(words);
                SolutionWord.Append(folded, words[..end]);
                words = words[end..].TrimStart();
            }
        }

        return folded.Length == 0 ? solution : folded.ToString();
    }

    // A hyphen alone elsewhere may be an operand: "tar -cf - ." is not "tar -cf .".
    private static ReadOnlySpan<char> WithoutBullet(ReadOnlySpan<char> line) =>
        line is ['-' or '•', var next, ..] && char.IsWhiteSpace(next) ? line[1..].TrimStart() : line;

    private static int EndOfWord(ReadOnlySpan<char> words)
    {
        var end = 1;
        while (end < words.Length && !char.IsWhiteSpace(words[end]))
            end++;
        return end;
    }
}
