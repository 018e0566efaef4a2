using System.Collections.Frozen;
using System.Globalization;

namespace ObsControlPlane.Domain.Issues;

/// <summary>
/// Which numbers say what went wrong and stay: exit codes, signals, errno, HTTP status, SQLSTATE, vendor codes and ports below 32768.
/// The words around a number decide; a number without such words is free and goes.
/// </summary>
internal static class KeptNumbers
{
    // The first port that Linux gives to outgoing connections: from here on ports are of one connection alone.
    private const int FirstEphemeralPort = 32768;

    private const int LongestCode = 10;
    private const int LongestNextWord = 24;

    private static readonly FrozenSet<string> CodeWords = FrozenSet.ToFrozenSet(
    [
        "exit", "status", "errno", "error", "err", "signal", "sig", "http", "https", "rc", "ret", "retval", "msg", "sqlstate", "sqlcode",
        "winerror", "hresult", "ntstatus", "bugcheck", "eventid", "ora", "curl", "failure", "exception", "fault", "codes", "statuses",
    ]);

    // End in "code" and mean something else.
    private static readonly FrozenSet<string> NoCodes = FrozenSet.ToFrozenSet(
        ["barcode", "decode", "encode", "geocode", "opcode", "postcode", "qrcode", "shortcode", "sourcecode", "transcode", "unicode", "zipcode"]);

    private static readonly FrozenSet<string> PortWords = FrozenSet.ToFrozenSet(
        ["port", "ports", "tcp", "udp", "listen", "hostport", "containerport", "targetport", "nodeport", "dport", "sport"]);

    private static readonly FrozenSet<string> Answers = FrozenSet.ToFrozenSet(
    [
        "returned", "returns", "returning", "return", "responded", "responds", "responding", "answered", "answers", "replied", "received",
        "got", "gets", "getting", "gave", "gives", "threw", "throws", "throwing", "serving", "served", "seeing", "sees", "response",
        "responses", "reply", "upstream", "gateway", "backend", "proxy", "exited", "exits", "terminated", "quit", "failed", "fails", "died", "many", "of",
    ]);

    private static readonly FrozenSet<string> Verbs = FrozenSet.ToFrozenSet(
        ["returned", "returns", "responded", "answered", "replied", "exited", "exits", "terminated", "quit", "failed", "fails", "died"]);

    private static readonly FrozenSet<string> AfterTheNumber = FrozenSet.ToFrozenSet(
    [
        "from", "for", "when", "on", "at", "to", "by", "in", "after", "with", "but", "and", "while", "instead", "because", "since", "as",
        "error", "errors", "response", "responses", "status", "code", "codes", "statuses", "or", "during", "via", "if", "every",
    ]);

    private static readonly FrozenSet<string> StatusNouns = FrozenSet.ToFrozenSet(
        ["error", "errors", "response", "responses", "status", "statuses", "code", "codes"]);

    /// <summary>Whether the <paramref name="length"/> digits at <paramref name="at"/>, which end a word, stay as they are.</summary>
    internal static bool Keeps(ReadOnlySpan<char> text, int at, int length, MaskedText before)
    {
        if (length > LongestCode)
            return false;
        var number = text.Slice(at, length);
        var value = long.Parse(number, CultureInfo.InvariantCulture);
        var words = before.Words();
        var isJoined = before.IsInName;
        if (isJoined && KnownNames.KeepsSuffix(words))
            return true;
        if (before.Last == ':' && Ports.IsAfterHost(text, at, before))
            return value < FirstEphemeralPort;
        if (PortWords.Contains(words.First))
            return value < FirstEphemeralPort;
        return (IsCode(words) && !IsAfterLevel(before, words))
            || IsAnswer(value, words, NextWord(text, at + length))
            || (!isJoined && IsStatusWithPhrase(value, words, NextWord(text, at + length)));
    }

    /// <summary>A number that stays as it would be said alone: <c>ora-01555</c>, <c>http 503</c>, <c>code 137</c>; nothing for a port.</summary>
    internal static IEnumerable<string> AsCode(string number, MaskedText before)
    {
        var words = before.Words();
        if (before.IsInName)
            return KnownNames.IsCodePrefix(words.First) ? [$"{words.First}-{number}"] : [];
        if (before.Last == ':' || PortWords.Contains(words.First))
            return [];
        return number.Length == 3 && HttpStatuses.IsKnown(long.Parse(number, CultureInfo.InvariantCulture)) ? [$"http {number}"] : [$"code {number}"];
    }

    /// <summary>Whether the digits before a point are a status with a sub-status, as IIS writes them: <c>HTTP error 500.19</c>.</summary>
    internal static bool KeepsWholePart(ReadOnlySpan<char> text, int at, int digits, MaskedText before) =>
        digits == 3 && text.Length > at + 4 && text[at + 3] == '.' && CharKind.IsDigitAt(text, at + 4)
        && HttpStatuses.IsKnown(int.Parse(text.Slice(at, digits), CultureInfo.InvariantCulture))
        && before.Words() is { First: "error" or "status" or "http", Second: "http" or "" or "iis" or "status" };

    /// <summary>Whether <c>503s</c> is many 503 and no duration.</summary>
    internal static bool KeepsPlural(ReadOnlySpan<char> text, int at, int digits, MaskedText before) =>
        digits == 3 && text.Length > at + 3 && text[at + 3] == 's' && !CharKind.IsWordAt(text, at + 4)
        && HttpStatuses.IsCommon(int.Parse(text.Slice(at, digits), CultureInfo.InvariantCulture))
        && before.Words() is var words
        && (Answers.Contains(words.First) || words.First is "http" or "status");

    private static bool IsCode(PrecedingWords words)
    {
        var (first, second, third) = words;
        if (first is "is" or "was" or "of" or "be" or "equals" or "no" or "nr" or "number" or "returned" && IsCodeWord(second))
            return true;
        if (IsCodeWord(first))
            return true;

        return first switch
        {
            "id" => second is "event",
            // SQLSTATE[HY000] [2002], ERROR 1045 (28000)
            _ when second is "sqlstate" => true,
            _ when second is "error" && CharKind.IsAllDigits(first) => true,
            _ when first.StartsWith("sig", StringComparison.Ordinal) && KnownNames.IsSignal(first) => true,
            // "http/1.1 503", its version masked
            IssueMasking.Placeholder => second is "http",
            "with" => second is "exited" or "terminated" or "died" or "quit" && third is not "",
            _ => false,
        };
    }

    // "[error] 1234#0" is a level and a process; "SQLSTATE[HY000] [2002]" goes on.
    private static bool IsAfterLevel(MaskedText before, PrecedingWords words) =>
        before.Last == ' ' && before.Back(1) == ']' && words.Second is not "sqlstate";

    private static bool IsCodeWord(string word) =>
        CodeWords.Contains(word) || (word.EndsWith("code", StringComparison.Ordinal) && !NoCodes.Contains(word))
        || word.EndsWith("errno", StringComparison.Ordinal) || word.EndsWith("status", StringComparison.Ordinal);

    private static bool IsAnswer(long value, PrecedingWords words, ReadOnlySpan<char> next)
    {
        var (first, second, third) = words;
        var verb = first is "with" or "a" or "an" or "code" ? second is "with" ? third : second : first;
        var isLast = next.IsEmpty || AfterTheNumber.GetAlternateLookup<ReadOnlySpan<char>>().Contains(next);
        if (HttpStatuses.IsKnown(value) && (Answers.Contains(verb) || IsStatusInRow(words)))
            return isLast || first is "a" or "an" || HttpStatuses.IsPhrase(value, next);
        return value < 256 && isLast && Verbs.Contains(verb);
    }

    // "502 or 503", "HTTP 502/503"
    private static bool IsStatusInRow(PrecedingWords words)
    {
        var earlier = words.First is "or" or "and" ? words.Second : words.First;
        return earlier.Length == 3 && long.TryParse(earlier, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && HttpStatuses.IsKnown(value);
    }

    private static bool IsStatusWithPhrase(long value, PrecedingWords words, ReadOnlySpan<char> next) =>
        HttpStatuses.IsPhrase(value, next)
        || (HttpStatuses.IsCommon(value) && (StatusNouns.GetAlternateLookup<ReadOnlySpan<char>>().Contains(next) || IsStatusInRow(words)));

    // The word after the number when nothing but a blank lies between: a mark ends what belongs to the number.
    private static ReadOnlySpan<char> NextWord(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length || text[at] is not (' ' or '-'))
            return [];
        var window = text[..Math.Min(text.Length, at + LongestNextWord)];
        return window[(at + 1)..CharKind.EndOfWord(window, at + 1)];
    }
}
