using System.Collections.Frozen;

namespace ObsControlPlane.Domain.Issues;

/// <summary>
/// Absolute dates and times as logs and people write them: ISO 8601, <c>02/Jan/2026:03:04:05 +0000</c>, <c>Jan 2 03:04:05</c>,
/// <c>Mon, 2 Jan 2026 15:04:05 GMT</c>, <c>3:23:29 PM</c>, <c>20260102T030405Z</c>, <c>E0102 03:04:05.123456</c>.
/// </summary>
internal static class TimeForms
{
    private static readonly FrozenSet<string> Months = FrozenSet.ToFrozenSet(
    [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february", "march",
        "april", "june", "july", "august", "september", "october", "november", "december",
    ]);

    private static readonly FrozenSet<string> Weekdays = FrozenSet.ToFrozenSet(
    [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]);

    private static readonly FrozenSet<string> Zones = FrozenSet.ToFrozenSet(
        ["z", "utc", "gmt", "cet", "cest", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "bst", "ist", "jst", "msk"]);

    /// <summary>The length of the date or time that begins with the word at <paramref name="at"/>; 0 where there is none.</summary>
    internal static int Match(ReadOnlySpan<char> text, int at)
    {
        var cursor = new TextCursor(text, at);
        var matched = char.IsAsciiDigit(text[at])
            ? DateOfDigits(ref cursor) || DayMonthYear(ref cursor) || Compact(ref cursor) || TimeOfDay(ref cursor)
            : Klog(ref cursor) || Named(ref cursor);
        return matched && !CharKind.IsWordAt(text, cursor.At) ? cursor.At - at : 0;
    }

    // 2026-01-02, 2026/1/2, 02.01.2026, 1/2/26; a time may follow.
    private static bool DateOfDigits(ref TextCursor cursor)
    {
        var start = cursor.At;
        var first = cursor.Digits(1, 4);
        if (first is 1 or 2 or 4 && cursor.Any("-/.") is { } separator
            && cursor.Digits(1, 2) > 0 && cursor.Literal(separator)
            && cursor.Digits(1, 4) is var last && (first == 4 ? last is 1 or 2 : last is 2 or 4)
            && !(separator == '.' && cursor.Peek == '.'))
        {
            OptionalTime(ref cursor);
            return !CharKind.IsWordAt(cursor.Text, cursor.At);
        }

        return cursor.Return(start);
    }

    // 02/Jan/2026:03:04:05, 2-jan-2026, 2 jan 2026.
    private static bool DayMonthYear(ref TextCursor cursor)
    {
        var start = cursor.At;
        if (cursor.Digits(1, 2) > 0 && cursor.Any("-/ ") is { } separator && cursor.Word(Months)
            && cursor.Literal(separator) && cursor.Digits(2, 4) > 0)
        {
            OptionalTime(ref cursor);
            return true;
        }

        return cursor.Return(start);
    }

    // 20260102t030405z
    private static bool Compact(ref TextCursor cursor)
    {
        var start = cursor.At;
        if (cursor.Digits(8, 8) > 0 && cursor.Literal('t') && cursor.Digits(4, 6) > 0)
        {
            cursor.Literal('z');
            return !CharKind.IsWordAt(cursor.Text, cursor.At);
        }

        return cursor.Return(start);
    }

    // E0102 03:04:05.123456: severity, month and day as Kubernetes and glog write them.
    private static bool Klog(ref TextCursor cursor)
    {
        var start = cursor.At;
        return (cursor.Any("iwef") is not null && cursor.Digits(4, 4) > 0 && cursor.Literal(' ') && TimeOfDay(ref cursor)) || cursor.Return(start);
    }

    // 12:30, 3:23:29.123 pm, 03:04:05,678 +0100
    private static bool TimeOfDay(ref TextCursor cursor)
    {
        var start = cursor.At;
        if (cursor.Number(1, 2) is < 25 && cursor.Literal(':') && cursor.Number(2, 2) is < 60)
        {
            var seconds = cursor.At;
            if (!cursor.Literal(':') || cursor.Number(2, 2) is not < 61)
                cursor.Return(seconds);
            var fraction = cursor.At;
            if (cursor.Any(".,") is null || cursor.Digits(1, 9) == 0)
                cursor.Return(fraction);
            Zone(ref cursor);
            return !CharKind.IsWordAt(cursor.Text, cursor.At);
        }

        return cursor.Return(start);
    }

    private static void Zone(ref TextCursor cursor)
    {
        var before = cursor.At;
        cursor.Literal(' ');
        if (!cursor.Word("am") && !cursor.Word("pm"))
            cursor.Return(before);

        before = cursor.At;
        cursor.Literal(' ');
        if (cursor.Any("+-") is null || cursor.Digits(2, 4) is not (2 or 4) || (cursor.Literal(':') && cursor.Digits(2, 2) == 0))
            cursor.Return(before);

        before = cursor.At;
        cursor.Literal(' ');
        if (!cursor.Word(Zones))
            cursor.Return(before);
    }

    private static void OptionalTime(ref TextCursor cursor)
    {
        var before = cursor.At;
        if (cursor.Any("t :_") is null && !cursor.Literal(", "))
            return;
        cursor.Literal("at ");
        if (!TimeOfDay(ref cursor))
            cursor.Return(before);
    }

    // [Mon,] Jan 2[, 2026] [15:04:05 MST 2026]; [Mon,] 2 Jan 2026; "may 5" alone is a modest request, not a date.
    private static bool Named(ref TextCursor cursor)
    {
        var start = cursor.At;
        var weekday = cursor.Word(Weekdays) && (cursor.Literal(", ") || cursor.Literal(' '));
        if (weekday && (DayMonthYear(ref cursor) || DateOfDigits(ref cursor)))
            return true;
        if (!weekday)
            cursor.Return(start);

        var may = cursor.Peek == 'm' && cursor.Text[cursor.At..].StartsWith("may ");
        if (!cursor.Word(Months) || !cursor.Literal(' ') || cursor.Number(1, 4) is not { } day)
            return cursor.Return(start);
        if (day > 31)
            return day is >= 1970 and < 2100 || cursor.Return(start);

        var afterDay = cursor.At;
        if (!(cursor.Literal(", ") || cursor.Literal(' ')) || cursor.Number(4, 4) is not (>= 1970 and < 2100) || cursor.Peek == ':')
            cursor.Return(afterDay);
        var beforeTime = cursor.At;
        OptionalTime(ref cursor);
        var beforeYear = cursor.At;
        if (beforeYear == beforeTime || !cursor.Literal(' ') || cursor.Number(4, 4) is not (>= 1970 and < 2100))
            cursor.Return(beforeYear);
        return !may || cursor.At > afterDay || cursor.Return(start);
    }
}
