using System.Globalization;
using System.Text;

namespace ObsControlPlane.Api.Terminal.Printing;

/// <summary>
/// Makes stored text safe to print. Stored text comes from anyone who could reach the API; printed raw, an escape sequence in it
/// could repaint the reader's screen, and a bidirectional override could make a command look like another one.
/// </summary>
internal static class Printable
{
    /// <summary>One line: every control or invisible formatting character is written as <c>\u001B</c>, line breaks as blanks.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <returns>Text without a character that a terminal would act on; empty for null.</returns>
    public static string Line(string? text) => string.Join(' ', Lines(text)).Trim();

    /// <summary>The first lines of a text, escaped as <see cref="Line"/> does, each cut to a width.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <param name="count">At most so many lines, at least 1; when more are there, the last ends in an ellipsis.</param>
    /// <param name="width">At most so many characters a line.</param>
    /// <returns>The lines, blank ones left out.</returns>
    public static IReadOnlyList<string> Head(string? text, int count, int width)
    {
        var lines = Lines(text).Where(line => line.Length > 0).ToList();
        var head = lines.Take(count).Select(line => Cut(line, width)).ToList();
        if (lines.Count > count && !head[^1].EndsWith('…'))
            head[^1] += " …";
        return head;
    }

    /// <summary>Cuts a line that is too long, never inside a surrogate pair.</summary>
    /// <param name="line">The line.</param>
    /// <param name="width">At most so many characters, at least 1.</param>
    /// <returns>The line, ending in an ellipsis when it was cut.</returns>
    public static string Cut(string line, int width)
    {
        if (line.Length <= width)
            return line;
        var end = char.IsHighSurrogate(line[width - 2]) ? width - 2 : width - 1;
        return line[..end] + "…";
    }

    private static IEnumerable<string> Lines(string? text) =>
        (text ?? "").ReplaceLineEndings("\n").Split('\n').Select(line => Escape(line).TrimEnd());

    /// <summary>A JSON document with the same meaning that a terminal can show: what would act on it is written as an escape of JSON.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The document.</returns>
    public static string Json(string document) => Escape(document, tab: "\t", breaks: true);

    private static string Escape(string text) => Escape(text, tab: "    ", breaks: false);

    private static string Escape(string text, string tab, bool breaks)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\t')
                safe.Append(tab);
            else if (!Acts(rune) || (breaks && rune.Value is '\n' or '\r'))
                safe.Append(rune.ToString());
            else
                AppendEscaped(safe, rune);
        }
        return safe.ToString();
    }

    private static void AppendEscaped(StringBuilder safe, Rune rune)
    {
        foreach (var unit in rune.ToString())
            safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
    }

    // Format (Cf) covers bidirectional overrides, zero-width characters and the byte order mark.
    private static bool Acts(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse;
}
