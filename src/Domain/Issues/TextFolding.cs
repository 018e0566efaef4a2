using System.Buffers;

namespace ObsControlPlane.Domain.Issues;

/// <summary>Folds what never tells two issues apart: case, white space, terminal colours, control characters.</summary>
internal static class TextFolding
{
    private const char Escape = '\u001b';
    private const char Replacement = '\ufffd';

    /// <summary>Lower case, one blank between words, none at the ends; lone surrogates become U+FFFD. Folding twice is folding once.</summary>
    internal static string Fold(string text)
    {
        var folded = ArrayPool<char>.Shared.Rent(text.Length);
        var length = FoldBlanks(text, folded);
        var result = string.Create(length, folded, static (lower, source) => source.AsSpan(0, lower.Length).ToLowerInvariant(lower));
        ArrayPool<char>.Shared.Return(folded);
        return result;
    }

    private static int FoldBlanks(string text, Span<char> folded)
    {
        var length = 0;
        var pendingBlank = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == Escape)
                i = EndOfEscapeSequence(text, i);

            // NUL and the like come from cut-off records; they separate words as a blank does.
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                pendingBlank = length > 0;
                continue;
            }

            if (pendingBlank)
                folded[length++] = ' ';
            pendingBlank = false;

            var isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            folded[length++] = char.IsSurrogate(c) && !isPair ? Replacement : c;
            if (isPair)
                folded[length++] = text[++i];
        }

        return length;
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
