using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Domain.Unicode;

namespace ObsControlPlane.Domain.Fixes;

/// <summary>
/// What makes two solutions the same one (contract 2): NFC, line feeds, and runs of blanks inside a line collapsed.
/// Line breaks, indentation, case, numbers and paths count: <c>chmod 644</c> is not <c>chmod 755</c>.
/// </summary>
public static class SolutionIdentity
{
    /// <summary>Hash of the normalised solution.</summary>
    /// <param name="solution">Text as it was sent; well-formed UTF-16.</param>
    /// <returns>SHA-256, 32 bytes.</returns>
    public static byte[] Hash(string solution) => SHA256.HashData(Encoding.UTF8.GetBytes(Normalise(solution)));

    /// <summary>The solution after normalisation; doing it twice changes nothing.</summary>
    /// <param name="solution">Text as it was sent; well-formed UTF-16.</param>
    /// <returns>NFC, with LF line ends, blanks inside a line collapsed to one, no blanks at line ends and no blank lines around.</returns>
    public static string Normalise(string solution)
    {
        var text = CanonicalForm.Compose(solution).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var result = new StringBuilder(text.Length);
        foreach (var line in text.Split('\n'))
        {
            AppendLine(result, line);
            result.Append('\n');
        }

        return result.ToString().Trim('\n');
    }

    private static void AppendLine(StringBuilder result, string line)
    {
        var trimmed = line.TrimEnd(' ', '\t');
        var indent = trimmed.Length - trimmed.TrimStart(' ', '\t').Length;
        result.Append(trimmed, 0, indent);
        var blank = false;
        foreach (var c in trimmed.AsSpan(indent))
        {
            var isBlank = c is ' ' or '\t';
            if (!isBlank)
                result.Append(c);
            else if (!blank)
                result.Append(' ');
            blank = isBlank;
        }
    }
}
