using System.Globalization;
using System.Text;

namespace ObsControlPlane.Domain.Recall;

/// <summary>Reduces one word of a solution to what counts in it (<see cref="SolutionKey"/>).</summary>
internal static class SolutionWord
{
    private const string Quotes = "\"'`‘’‚“”„«»";
    private const string SentenceMarks = ".,;:!?…。、，；：！？،؛؟।";
    private const string Closers = ")]}";
    private const string Dashes = "–—―";

    // A hyphen between shorter parts is a sign: "u-x".
    private const int ShortestPart = 2;

    /// <summary>Appends what counts of a word, after a blank when something stands there already.</summary>
    /// <param name="folded">What was folded so far.</param>
    /// <param name="word">One or more characters, none of them white space.</param>
    public static void Append(StringBuilder folded, ReadOnlySpan<char> word)
    {
        if (!word.ContainsAnyExcept(Dashes))
            return;
        var core = Core(word);
        if (folded.Length > 0)
            folded.Append(' ');
        if (IsCompound(core))
            AppendParts(folded, core);
        else
            AppendWhole(folded, core);
    }

    // Without quotes around it and marks that end a sentence. What consists of nothing else means something by itself: "", !, ;, .
    private static ReadOnlySpan<char> Core(ReadOnlySpan<char> word)
    {
        var core = word.TrimStart(Quotes);
        var bare = core.TrimEnd(Quotes + SentenceMarks);
        if (bare.IsEmpty)
            return word;

        // After anything but a word a mark is part of a sign: "$?", "/.", "*."; and ":q!" is not ":q".
        var endsWord = IsOfWord(bare[^1]) || Closers.Contains(bare[^1], StringComparison.Ordinal);
        var isMeant = core[bare.Length..].Contains('!') && !IsOfWord(bare[0]);
        return endsWord && !isMeant ? bare : core.TrimEnd(Quotes);
    }

    private static bool IsCompound(ReadOnlySpan<char> word)
    {
        if (!word.Contains('-'))
            return false;
        foreach (var part in word.Split('-'))
        {
            if (word[part].Length < ShortestPart)
                return false;
        }

        foreach (var c in word)
        {
            if (c != '-' && !char.IsLetter(c))
                return false;
        }

        return true;
    }

    private static void AppendParts(StringBuilder folded, ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            folded.Append(c == '-' ? ' ' : char.ToLowerInvariant(c));
    }

    private static void AppendWhole(StringBuilder folded, ReadOnlySpan<char> word)
    {
        var isOption = false;
        for (var i = 0; i < word.Length; i++)
        {
            isOption = char.IsLetter(word[i]) && (isOption || IsShortOption(word, i));
            folded.Append(isOption ? word[i] : char.ToLowerInvariant(word[i]));
        }
    }

    // Letters after a sign name each an option or a permission, and there X is not x: "-R", "-tR", "set +E", "u+rwX", "u-X"; but not "--Force" or "pod-A1".
    private static bool IsShortOption(ReadOnlySpan<char> word, int at) => at > 0 && word[at - 1] switch
    {
        '+' => true,
        '-' => at == 1 || (word[at - 2] != '-' && (at + 1 == word.Length || !IsOfWord(word[at + 1]))),
        _ => false,
    };

    private static bool IsOfWord(char c) =>
        char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
