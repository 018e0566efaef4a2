using System.Text;

namespace ObsControlPlane.Domain;

/// <summary>Rules every text of a caller must keep (contract 1).</summary>
public static class TextRules
{
    /// <summary>Whether a text can be stored at all.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Null when it can; else one sentence: U+0000 and lone surrogates cannot.</returns>
    public static string? WhyIllFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0')
                return "must not hold U+0000; remove it";
            if (!char.IsSurrogate(c))
                continue;
            if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return "must not hold a lone surrogate; send well-formed Unicode";
            i++;
        }

        return null;
    }

    /// <summary>Whether a text is an acceptable issue, solution, content or question.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Null when it is; else one sentence: blank, ill-formed or over 1 MiB of UTF-8.</returns>
    public static string? WhyUnacceptable(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "must not be blank";
        if (WhyIllFormed(text) is { } illFormed)
            return illFormed;
        return Encoding.UTF8.GetByteCount(text) > Limits.TextBytes ? $"must have at most {Limits.TextBytes} bytes of UTF-8; shorten it" : null;
    }

    /// <summary>Whether a text is an acceptable name: server, part of a scope, type, source, source id, tag.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Most characters (UTF-16 units).</param>
    /// <returns>Null when it is; else one sentence: length, blank, control characters or ill-formed.</returns>
    public static string? WhyInvalidName(string text, int maxLength = Limits.NameLength)
    {
        if (text.Length == 0 || text.Length > maxLength)
            return $"must have 1 to {maxLength} characters";
        if (WhyIllFormed(text) is { } illFormed)
            return illFormed;
        if (string.IsNullOrWhiteSpace(text))
            return "must not be blank";
        return text.Any(char.IsControl) ? "must not hold control characters; remove them" : null;
    }
}
