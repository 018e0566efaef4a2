using System.Buffers;

namespace ObsControlPlane.Domain.Issues;

/// <summary>The kinds of characters the masking tells apart; only ASCII digits count as digits, as only they make codes and ids.</summary>
internal static class CharKind
{
    internal static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    internal static readonly SearchValues<char> SmallLettersAndDigits = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");

    /// <summary>A letter or digit of any script, or half of a pair beyond the BMP, which is never split.</summary>
    internal static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || (c > 127 && (char.IsLetterOrDigit(c) || char.IsSurrogate(c)));

    internal static bool IsWordAt(ReadOnlySpan<char> text, int at) => at >= 0 && at < text.Length && IsWord(text[at]);

    internal static bool IsDigitAt(ReadOnlySpan<char> text, int at) => at >= 0 && at < text.Length && char.IsAsciiDigit(text[at]);

    /// <summary>Where the run of letters and digits that begins at <paramref name="at"/> ends.</summary>
    internal static int EndOfWord(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && IsWord(text[at]))
            at++;
        return at;
    }

    internal static int EndOfDigits(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    internal static bool IsAllDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>How often a letter follows a digit or a digit a letter.</summary>
    internal static int Transitions(ReadOnlySpan<char> text)
    {
        var transitions = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) != char.IsAsciiDigit(text[i - 1]))
                transitions++;
        }

        return transitions;
    }
}
