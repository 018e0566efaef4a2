using System.Buffers;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>Values that stand after a name: where they begin and end, and whether they are secrets.</summary>
internal static class SecretValues
{
    /// <summary>Longest value that is looked at.</summary>
    public const int Longest = 1024;

    private static readonly SearchValues<char> QuotedEnd = SearchValues.Create("\"'`\\\r\n");
    private static readonly SearchValues<char> SpacedEnd = SearchValues.Create(" \t\r\n\"'`\\");
    private static readonly SearchValues<char> SeparatedEnd = SearchValues.Create(" \t\r\n\"'`\\,;&)]}<>|");

    /// <summary>Steps over blanks.</summary>
    public static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        for (var most = at + 16; at < text.Length && at < most && text[at] is ' ' or '\t'; at++)
        {
        }

        return at;
    }

    /// <summary>Steps over the quotes, escaped or not, that end a name or begin a value.</summary>
    public static int SkipQuote(ReadOnlySpan<char> text, int at)
    {
        var from = at;
        while (at < text.Length && at - from < 3 && text[at] == '\\')
            at++;
        return at < text.Length && text[at] is '"' or '\'' or '`' ? at + 1 : from;
    }

    /// <summary>The character after a value: its closing quote; on a command line, where values are spaced, a blank or a quote; else what separates values.</summary>
    public static int End(ReadOnlySpan<char> text, int from, bool isQuoted, bool isSpaced = false)
    {
        var rest = text[from..Math.Min(text.Length, from + Longest)];
        var length = rest.IndexOfAny(isQuoted ? QuotedEnd : isSpaced ? SpacedEnd : SeparatedEnd);
        return from + (length < 0 ? rest.Length : length);
    }

    /// <summary>Whether a value of a named secret is one.</summary>
    /// <param name="name">The whole name.</param>
    /// <param name="value">The value.</param>
    /// <param name="isPassword">Whether the name is that of a password.</param>
    /// <returns>Its family; null when it is none.</returns>
    public static string? FamilyOf(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool isPassword)
    {
        if (isPassword)
            return SecretShape.IsPassword(value) ? SecretNames.FamilyOf(name, true) : null;
        if (value.Length < 16 || value.IndexOfAny(" \t") >= 0 || !SecretShape.Mixes(value))
            return null;
        var issuer = SecretNames.IssuerOf(name);
        // Its secret is base64, whose slashes cut it into short parts; the documents' own example is a well-formed one.
        if (issuer == "aws-secret-access-key" && value.Length == 40 && value.IndexOfAnyExcept(SecretChars.Base64) < 0)
            return issuer;
        if (SecretShape.IsPlaceholder(value) || value.IndexOfAnyExcept(SecretChars.Assigned) >= 0)
            return null;
        return SecretShape.IsRandom(value) || (issuer is not null && value.IndexOfAnyExcept(SecretChars.Base64Url) < 0 && value.IndexOfAnyInRange('A', 'Z') >= 0)
            ? issuer ?? SecretNames.FamilyOf(name, false)
            : null;
    }
}
