using System.Text;
using ObsControlPlane.Domain.Unicode;

namespace ObsControlPlane.Domain.Agents;

/// <summary>Rules of an agent's name (contract 1).</summary>
public static class AgentName
{
    private const string Punctuation = "._:@+-";

    /// <summary>Whether a text can name an agent: NFC, letters, marks and digits of any script, inner blanks, <c>._:@+-</c>, 1–200 characters, not <c>.</c> or <c>..</c>.</summary>
    /// <param name="name">The text.</param>
    /// <returns>Null when it can, else one sentence that says what is wrong and how to mend it.</returns>
    public static string? WhyInvalid(string name)
    {
        if (name.Length is 0 or > Limits.NameLength)
            return $"must have 1 to {Limits.NameLength} characters";
        if (TextRules.WhyIllFormed(name) is { } illFormed)
            return illFormed;
        if (name is "." or "..")
            return "must not be '.' or '..'; choose a name with a letter or digit";
        if (name[0] == ' ' || name[^1] == ' ')
            return "must not begin or end with a blank; trim it";
        if (!CanonicalForm.IsComposed(name))
            return "must be in Unicode normalisation form C; normalise it";
        foreach (var rune in name.EnumerateRunes())
        {
            if (!IsAllowed(rune))
                return $"must hold only letters, digits, inner blanks and {Punctuation}; U+{rune.Value:X4} is not allowed";
        }

        return null;
    }

    private static bool IsAllowed(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || rune.Value == ' ' || (rune.IsAscii && Punctuation.Contains((char)rune.Value, StringComparison.Ordinal))
        || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
