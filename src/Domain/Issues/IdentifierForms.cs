namespace ObsControlPlane.Domain.Issues;

/// <summary>Ids of a fixed form: UUIDs, <c>0x…</c>, hashes and other long hex, tokens, ISO durations, random strings.</summary>
internal static class IdentifierForms
{
    private const int UuidLength = 36;
    private const int LongHex = 8;
    private const int ShortHash = 7;
    private const int CodeDigits = 8;
    private const int LongestWord = 64;

    /// <summary>The length of the id that begins with the word <c>text[at..end]</c>; 0 where there is none.</summary>
    internal static int Match(ReadOnlySpan<char> text, int at, int end)
    {
        if (IsUuid(text, at))
            return UuidLength;

        var word = text[at..end];
        if (word.StartsWith("0x"))
            return IsHex(word[2..]) && !IsStatusCode(word[2..]) ? word.Length : 0;
        if (word.StartsWith("eyj") && word.Length >= 16)
            return WebToken(text, at);
        return IsLongHex(word) || IsRandom(word) || IsIsoDuration(word) ? word.Length : 0;
    }

    /// <summary>Hex of eight digits and more, or a short hash of seven in which letters and digits change often. A mere number is neither.</summary>
    internal static bool IsLongHex(ReadOnlySpan<char> word) =>
        word.Length >= ShortHash
        && !CharKind.IsAllDigits(word)
        && IsHex(word)
        && (word.Length >= LongHex || CharKind.Transitions(word) >= 2);

    private static bool IsHex(ReadOnlySpan<char> word) => word.Length > 0 && !word.ContainsAnyExcept(CharKind.HexDigits);

    // HRESULT and NTSTATUS name the error; any other 0x… is an address or a handle.
    private static bool IsStatusCode(ReadOnlySpan<char> hex) => hex.Length == CodeDigits && (hex[0] is '8' or 'c');

    private static bool IsUuid(ReadOnlySpan<char> text, int at)
    {
        if (text.Length - at < UuidLength || CharKind.IsWordAt(text, at + UuidLength))
            return false;
        for (var i = 0; i < UuidLength; i++)
        {
            var c = text[at + i];
            if (i is 8 or 13 or 18 or 23 ? c != '-' : !char.IsAsciiHexDigit(c))
                return false;
        }

        return true;
    }

    private static int WebToken(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_' or '.'))
            end++;
        while (text[end - 1] == '.')
            end--;
        return end - at;
    }

    // A name changes between letters and digits once or twice (utf8mb4: three times), an id of base 36 or 62 all the time. What is longer
    // than any name and has a digit in it is an id too.
    private static bool IsRandom(ReadOnlySpan<char> word)
    {
        if (word.Length < LongHex || KnownNames.IsDevice(word))
            return false;
        var digits = 0;
        foreach (var c in word)
        {
            if (c > 127)
                return false;
            if (char.IsAsciiDigit(c))
                digits++;
        }

        if (digits == 0 || digits == word.Length)
            return false;
        return word.Length > LongestWord || (digits * 4 >= word.Length && CharKind.Transitions(word) >= 4);
    }

    // pt5m, pt1h30m: what ISO 8601 writes for durations below a day.
    private static bool IsIsoDuration(ReadOnlySpan<char> word)
    {
        if (word.Length < 4 || !word.StartsWith("pt") || word[^1] is not ('h' or 'm' or 's'))
            return false;
        for (var i = 2; i < word.Length; i++)
        {
            if (!char.IsAsciiDigit(word[i]) && (word[i] is not ('h' or 'm' or 's') || !char.IsAsciiDigit(word[i - 1])))
                return false;
        }

        return true;
    }
}
