using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Tells solutions apart that differ in more than case, punctuation and white space. Numbers and paths stay apart: "chmod 644" and
/// "chmod 755" differ in letters and digits.
/// </summary>
public static class SolutionKey
{
    /// <summary>The key of a solution of an issue.</summary>
    /// <param name="issue">The issue: what helped with one says nothing of another.</param>
    /// <param name="solution">The solution's text.</param>
    /// <returns>64 bits of a SHA-256 of the issue and the solution's letters and digits in lower case: two different solutions share one once in 10¹⁹ pairs.</returns>
    public static ulong Of(Fingerprint issue, string solution)
    {
        var hash = SHA256.HashData(MemoryMarshal.AsBytes($"{issue.Value} {Folded(solution)}".AsSpan()));
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    // A text of punctuation alone is itself.
    internal static string Folded(string solution)
    {
        var key = new StringBuilder(solution.Length);
        foreach (var c in solution)
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark)
                key.Append(char.ToLowerInvariant(c));
            else if (key.Length > 0 && key[^1] != ' ')
                key.Append(' ');
        }

        return key.Length == 0 ? solution : key.ToString().TrimEnd();
    }
}
