using System.Collections.Frozen;

namespace ObsControlPlane.Domain.Issues;

/// <summary>A number where a word begins: how far it reaches with its unit, how many digits it has, and whether it is digits alone.</summary>
internal readonly record struct NumberForm(int Length, int Digits, bool IsPlain);

/// <summary>Numbers with all that belongs to them: decimals, thousands, units, percent signs, and versions.</summary>
internal static class NumberForms
{
    private const int LongestUnit = 12;
    private const int LongestCompound = 32;
    private const int LongestVersionTail = 48;

    // Attached or after a blank.
    private static readonly FrozenSet<string> Units = FrozenSet.ToFrozenSet(
    [
        "µs", "μs", "ms", "msec", "msecs", "millis", "millisecond", "milliseconds", "microseconds", "nanoseconds",
        "s", "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours",
        "d", "day", "days", "week", "weeks", "month", "months", "year", "years",
        "kb", "mb", "gb", "tb", "pb", "kib", "mib", "gib", "tib", "pib", "ki", "mi", "gi", "ti", "byte", "bytes", "bits",
        "bps", "kbps", "mbps", "gbps", "kbit", "mbit", "gbit", "hz", "khz", "mhz", "ghz", "pct", "percent", "qps", "rps", "iops",
    ]);

    // Attached only: after a blank they may begin or be a word.
    private static readonly FrozenSet<string> AttachedUnits = FrozenSet.ToFrozenSet(
        ["ns", "us", "b", "k", "m", "g", "t", "w", "y", "mo", "x", "st", "nd", "rd", "th", "yr", "yrs", "wk", "px"]);

    private static readonly FrozenSet<string> Rates = FrozenSet.ToFrozenSet(["s", "sec", "second", "min", "minute", "h", "hour", "day"]);

    private static readonly string[] PreReleases = ["alpha", "beta", "rc", "snapshot", "preview", "dev", "build", "final", "ga", "release", "post", "pre", "sp"];

    /// <summary>The number at <paramref name="at"/>, a digit; of length 0 when the digits only begin a word that is no number (<c>7d4b9c</c>).</summary>
    /// <param name="text">The folded text.</param>
    /// <param name="at">Where the digits begin.</param>
    /// <param name="isJoined">Whether the number ends a name (<c>us-east-1</c>), so that no unit after a blank belongs to it.</param>
    internal static NumberForm Match(ReadOnlySpan<char> text, int at, bool isJoined)
    {
        var digits = CharKind.EndOfDigits(text, at);
        var end = digits;
        var points = 0;
        var beforeLastPoint = digits;
        while (IsInnerPoint(text, end))
        {
            beforeLastPoint = end;
            points += text[end] == '.' ? 1 : 0;
            end = CharKind.EndOfDigits(text, end + 1);
        }

        var wordEnd = CharKind.EndOfWord(text, end);
        if (wordEnd == end && isJoined && points == 0)
            return new NumberForm(end - at, digits - at, end == digits);
        if (wordEnd == end)
            return Whole(text, at, digits, end, points, isVersion: points > 1);
        if (IsUnit(text[end..wordEnd], attached: true))
            return new NumberForm(AfterUnit(text, wordEnd) - at, digits - at, IsPlain: false);
        if (end == digits)
            return default;
        if (wordEnd - end == 1 || IsPreRelease(text[end..wordEnd]))
            return Whole(text, at, digits, wordEnd, points, isVersion: true);
        return new NumberForm(beforeLastPoint - at, digits - at, IsPlain: false);
    }

    /// <summary>The length of <c>v1.2.3</c> with what belongs to it; 0 for any other word, <c>v1</c> included, which is a name.</summary>
    internal static int VersionAfterV(ReadOnlySpan<char> text, int at)
    {
        if (text[at] != 'v' || !CharKind.IsDigitAt(text, at + 1))
            return 0;
        var digits = CharKind.EndOfDigits(text, at + 1);
        if (!IsInnerPoint(text, digits))
            return 0;
        var number = Match(text, at + 1, isJoined: false);
        return number.Length > 0 ? VersionTail(text, at + 1 + number.Length) - at : 0;
    }

    private static NumberForm Whole(ReadOnlySpan<char> text, int at, int digits, int end, int points, bool isVersion)
    {
        if (isVersion || (points == 1 && IsPreReleaseAfterDash(text, end)))
            end = VersionTail(text, end);
        var plain = end == digits;
        if (end < text.Length && text[end] == '%')
            return new NumberForm(end + 1 - at, digits - at, IsPlain: false);

        var unit = end + 1;
        if (end >= text.Length || text[end] != ' ')
            return new NumberForm(end - at, digits - at, plain);
        if (unit < text.Length && text[unit] == '%')
            return new NumberForm(unit + 1 - at, digits - at, IsPlain: false);
        var unitEnd = EndOfShortWord(text, unit);
        return IsUnit(text[unit..unitEnd], attached: false)
            ? new NumberForm(AfterUnit(text, unitEnd) - at, digits - at, IsPlain: false)
            : new NumberForm(end - at, digits - at, plain);
    }

    // 1.5 and 1,234, but not the comma of a list.
    private static bool IsInnerPoint(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length || !CharKind.IsDigitAt(text, at + 1))
            return false;
        return text[at] == '.' || (text[at] == ',' && CharKind.EndOfDigits(text[..Math.Min(text.Length, at + 5)], at + 1) == at + 4);
    }

    private static bool IsUnit(ReadOnlySpan<char> word, bool attached)
    {
        if (word.Length is 0 or > LongestCompound)
            return false;
        if (word.Length <= LongestUnit && Units.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
            return true;
        return attached
            && ((word.Length <= LongestUnit && AttachedUnits.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) || IsCompound(word) || IsExponent(word));
    }

    // The rest of 1h30m5s after its first digits.
    private static bool IsCompound(ReadOnlySpan<char> word)
    {
        var sawDigit = false;
        for (var i = 0; i < word.Length; i++)
        {
            var letter = word[i] is 'w' or 'd' or 'h' or 'm' or 's';
            if (!letter && !char.IsAsciiDigit(word[i]))
                return false;
            if (letter && i > 0 && !char.IsAsciiDigit(word[i - 1]) && !(word[i] == 's' && word[i - 1] == 'm'))
                return false;
            sawDigit |= !letter;
        }

        return sawDigit && !char.IsAsciiDigit(word[0]) && !char.IsAsciiDigit(word[^1]);
    }

    private static bool IsExponent(ReadOnlySpan<char> word) => word[0] == 'e' && CharKind.IsAllDigits(word[1..]) && word.Length <= 4;

    private static int AfterUnit(ReadOnlySpan<char> text, int end)
    {
        if (end >= text.Length || text[end] != '/')
            return end;
        var rateEnd = EndOfShortWord(text, end + 1);
        return Rates.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[(end + 1)..rateEnd]) ? rateEnd : end;
    }

    private static int EndOfShortWord(ReadOnlySpan<char> text, int at)
    {
        var end = CharKind.EndOfWord(text[..Math.Min(text.Length, at + LongestUnit + 1)], at);
        return end;
    }

    private static bool IsPreRelease(ReadOnlySpan<char> word)
    {
        foreach (var name in PreReleases)
        {
            if (word.StartsWith(name) && word[name.Length..].IndexOfAnyExceptInRange('0', '9') < 0)
                return true;
        }

        return false;
    }

    private static bool IsPreReleaseAfterDash(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && text[at] is '-' or '+' or '~' && IsPreRelease(text[(at + 1)..EndOfShortWord(text, at + 1)]);

    // -rc.1, -10ubuntu2.3, +build.5: whatever follows a version after - or + and begins with a digit or names a pre-release.
    private static int VersionTail(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length || text[at] is not ('-' or '+' or '~') || !(CharKind.IsDigitAt(text, at + 1) || IsPreReleaseAfterDash(text, at)))
            return at;
        var window = text[..Math.Min(text.Length, at + LongestVersionTail)];
        var end = CharKind.EndOfWord(window, at + 1);
        while (end < window.Length && window[end] is '.' or '+' or '~' && CharKind.IsDigitAt(window, end + 1))
            end = CharKind.EndOfWord(window, end + 1);
        return CharKind.IsWordAt(text, end) ? at : end;
    }
}
