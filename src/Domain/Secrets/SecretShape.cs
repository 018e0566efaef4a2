using System.Buffers;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>Whether a value looks like a secret: made by chance or by a person for nobody else, and not a word, a name or a placeholder.</summary>
internal static class SecretShape
{
    private const int LongSegment = 12;
    private const double BitsOfChance = 2.8;
    private const int LongestPassword = 256;

    private static readonly SearchValues<char> Brackets = SearchValues.Create("(){}<>");

    private static readonly SearchValues<string> StandIns = SearchValues.Create(
    [
        "password", "passwd", "passphrase", "changeme", "change-me", "change_me", "example", "placeholder", "your", "redacted", "xxxx", "****", "....", "dummy", "insert", "replace",
        "undefined", "secretkeyref", "valuefrom",
    ], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a value stands in for a secret: <c>$VAR</c>, <c>&lt;password&gt;</c>, <c>****</c>, <c>changeme</c> and the like.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value[0] is '$' or '<' or '{' or '%' or '*' or '[' or '(' or '@' or '#' or '/' || value.StartsWith("./", StringComparison.Ordinal))
            return true;
        if (value.IndexOfAny(Brackets) >= 0 || value.Contains("://", StringComparison.Ordinal) || value.Contains("...", StringComparison.Ordinal))
            return true;
        return value.ContainsAny(StandIns) || value.IndexOfAnyExcept(value[0]) < 0;
    }

    /// <summary>Whether a value is a token by chance: a segment of it is long, mixes letters with digits, and repeats few of them.</summary>
    public static bool IsRandom(ReadOnlySpan<char> value)
    {
        var from = 0;
        while (from < value.Length)
        {
            var end = SecretChars.RunEnd(value, from, SecretChars.LettersAndDigits);
            if (end - from >= LongSegment && Mixes(value[from..end]) && Entropy(value[from..end]) >= BitsOfChance)
                return true;
            from = end + 1;
        }

        return false;
    }

    /// <summary>Whether a value is a password that a person would choose: letters with digits or signs, and no name of parts.</summary>
    public static bool IsPassword(ReadOnlySpan<char> value)
    {
        if (value.Length is < 6 or > LongestPassword || IsPlaceholder(value) || value.IndexOfAny(" \t\\'\"") >= 0)
            return false;
        if (IsRandom(value))
            return true;
        // Capitals alone with a number are the name of a variable.
        var (letters, digits, signs, longest, mixed) = (0, 0, 0, 0, false);
        foreach (var range in value.SplitAny('-', '_', '.', '/', ':', ','))
        {
            var part = value[range];
            longest = Math.Max(longest, part.Length);
            mixed |= Mixes(part);
        }

        foreach (var c in value)
        {
            letters += char.IsLower(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            signs += "!@#$%^&*?~+=;|".Contains(c) ? 1 : 0;
        }

        return letters > 0 && longest >= 6 && ((digits > 0 && mixed) || (signs > 0 && value.Length >= 8));
    }

    /// <summary>Whether letters and digits are mixed.</summary>
    public static bool Mixes(ReadOnlySpan<char> value) => value.IndexOfAnyInRange('0', '9') >= 0 && (value.IndexOfAnyInRange('a', 'z') >= 0 || value.IndexOfAnyInRange('A', 'Z') >= 0);

    // Shannon's entropy of the characters, in bits per character.
    private static double Entropy(ReadOnlySpan<char> value)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var c in value)
            counts[c]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= (double)count / value.Length * Math.Log2((double)count / value.Length);
        }

        return bits;
    }
}
