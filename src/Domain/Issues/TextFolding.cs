using System.Text;

namespace ObsControlPlane.Domain.Issues;

/// <summary>Folds what never tells two issues apart: case, white space, terminal colours, control characters.</summary>
internal static class TextFolding
{
    private const char Escape = '\u001b';
    private const char Replacement = '\ufffd';

    /// <summary>Lower case, one blank between words, none at the ends; lone surrogates become U+FFFD. Folding twice is folding once.</summary>
    internal static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var pendingBlank = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == Escape)
                i = EndOfEscapeSequence(text, i);

            // NUL and the like come from cut-off records; they separate words as a blank does.
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                pendingBlank = folded.Length > 0;
                continue;
            }

            if (pendingBlank)
                folded.Append(' ');
            pendingBlank = false;

            if (!char.IsSurrogate(c))
                folded.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                folded.Append(c).Append(text[++i]);
            else
                folded.Append(Replacement);
        }

        return folded.ToString().ToLowerInvariant();
    }

    // ESC [ parameters final: colours and cursor moves of a terminal. Anything else after ESC is text.
    private static int EndOfEscapeSequence(string text, int at)
    {
        if (at + 1 >= text.Length || text[at + 1] != '[')
            return at;

        var end = at + 2;
        while (end < text.Length && text[end] is >= '0' and <= '?')
            end++;
        return end < text.Length && text[end] is >= '@' and <= '~' ? end : at;
    }
}
