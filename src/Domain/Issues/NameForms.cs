using System.Buffers;
using System.Collections.Frozen;

namespace ObsControlPlane.Domain.Issues;

/// <summary>
/// Words that are neither an id by their form nor a number: names, with what is drawn or counted for one instance at their end
/// (<c>api-7d4b9c6f5-x2x9k</c>, <c>web01</c>). Numbers inside a name (<c>python3</c>, <c>ipv6</c>) stay.
/// </summary>
internal static class NameForms
{
    private const int PodSuffix = 5;
    private const int ShortestHash = 8;
    private const int LongestHash = 10;

    // What Kubernetes draws names from: no vowels and none of 0, 1, 3, so that no words arise.
    private static readonly SearchValues<char> PodAlphabet = SearchValues.Create("bcdfghjklmnpqrstvwxz2456789");

    private static readonly FrozenSet<string> IdLabels = FrozenSet.ToFrozenSet(
    [
        "id", "ids", "uuid", "guid", "requestid", "reqid", "traceid", "spanid", "sessionid", "correlationid", "transactionid", "token",
        "digest", "sha", "commit", "checksum", "nonce", "etag",
    ]);

    private static readonly FrozenSet<string> NoIdLabels = FrozenSet.ToFrozenSet(
        ["invalid", "valid", "void", "avoid", "grid", "paid", "unpaid", "hybrid", "android", "squid", "raid", "solid", "said", "rapid", "fluid", "druid", "forbid"]);

    /// <summary>How many characters of the word stay, and how many after them are masked; what is left over is read again.</summary>
    internal static int Kept(ReadOnlySpan<char> word, ReadOnlySpan<char> text, int at, int end, MaskedText before, out int masked)
    {
        masked = 0;
        var hasDigit = word.IndexOfAnyInRange('0', '9') >= 0;
        var isJoined = before.IsInName;
        if (isJoined && InstanceSuffix(word, text, end, before) is > 0 and var suffix)
        {
            masked = suffix;
            return 0;
        }

        if (hasDigit && !isJoined && IsNamedId(word, before))
        {
            masked = word.Length;
            return 0;
        }

        var letters = hasDigit ? OrdinalStart(word, before) : word.Length;
        masked = word.Length - letters;
        return letters;
    }

    // The end of a pod's or node's name: a template's hash and five drawn characters, either of them, or the rest after a masked hash.
    private static int InstanceSuffix(ReadOnlySpan<char> word, ReadOnlySpan<char> text, int end, MaskedText before)
    {
        if (KnownNames.IsDirection(before.Words().First))
            return 0;
        var isHash = IsTemplateHash(word);
        if (before.Last == '-' && end < text.Length && text[end] == '-')
        {
            var last = CharKind.EndOfWord(text[..Math.Min(text.Length, end + PodSuffix + 2)], end + 1);
            var drawn = text[(end + 1)..last];
            var isPair = (isHash && IsAsciiName(drawn)) || (IsWeakHash(word) && IsDrawn(drawn)) || (IsLikeHash(word) && !drawn.ContainsAnyExcept(PodAlphabet));
            if (drawn.Length == PodSuffix && IsNameEnd(text, last) && isPair)
                return last - end + word.Length;
        }

        if (isHash)
            return word.Length;
        if (!IsNameEnd(text, end) || before.Last != '-')
            return word.Length >= 6 && IsMixedAtRandom(word) ? word.Length : 0;
        if (before.EndsWith("-" + IssueMasking.Placeholder + "-") && word.Length is >= 4 and <= 6 && CharKind.Transitions(word) >= 1)
            return word.Length;
        return (word.Length == PodSuffix && IsDrawn(word)) || (word.Length >= 6 && IsMixedAtRandom(word)) ? word.Length : 0;
    }

    private static bool IsNameEnd(ReadOnlySpan<char> text, int at) => at >= text.Length || !(CharKind.IsWord(text[at]) || text[at] == '-');

    // 7d4b9c6f5, gzqrtmkzng, 6d8f7b9c44
    private static bool IsTemplateHash(ReadOnlySpan<char> word)
    {
        var digits = word.Count('0', '9');
        return (IsLikeHash(word) && (digits >= 1 || word.Length == LongestHash))
            || (word.Length is >= ShortestHash and <= LongestHash && digits >= 2 && digits < word.Length && !word.ContainsAnyExcept(CharKind.HexDigits));
    }

    private static bool IsLikeHash(ReadOnlySpan<char> word) => word.Length is >= ShortestHash and <= LongestHash && !word.ContainsAnyExcept(PodAlphabet);

    private static bool IsWeakHash(ReadOnlySpan<char> word) =>
        word.Length is >= 5 and <= LongestHash && (!word.ContainsAnyExcept(PodAlphabet) || (CharKind.Transitions(word) >= 2 && IsAsciiName(word)));

    private static bool IsDrawn(ReadOnlySpan<char> word)
    {
        if (!word.ContainsAnyExcept(PodAlphabet))
            return !CharKind.IsAllDigits(word) && !KnownNames.IsEverydaySuffix(word);
        return IsAsciiName(word) && word.Count('0', '9') >= 2 && CharKind.Transitions(word) >= 3;
    }

    private static bool IsMixedAtRandom(ReadOnlySpan<char> word) =>
        IsAsciiName(word) && word.Count('0', '9') >= 2 && CharKind.Transitions(word) >= 3 && !word.StartsWith("utf8") && !KnownNames.IsDevice(word);

    private static bool IsAsciiName(ReadOnlySpan<char> word) => !word.ContainsAnyExcept(CharKind.SmallLettersAndDigits);

    // "request id 8fh3k", "monitorID":"Rxg89": the label says what it is, whatever its form. "invalid x2" is no label, nor is any other
    // word that happens to end so before a blank.
    private static bool IsNamedId(ReadOnlySpan<char> word, MaskedText before)
    {
        if (before.Last is not (' ' or '=' or ':' or '"' or '\'' or '[' or '(') || !IsAsciiName(word))
            return false;
        var label = before.Words().First;
        return IdLabels.Contains(label)
            || (before.Last != ' ' && label.Length > 3 && label.EndsWith("id", StringComparison.Ordinal) && !NoIdLabels.Contains(label));
    }

    // web01 and node12 are one of many. "hy000" is a class of SQLSTATE, "wflyctl0013" a message code: their zeros are more or fewer.
    private static int OrdinalStart(ReadOnlySpan<char> word, MaskedText before)
    {
        var digits = word.Length - word.TrimEnd("0123456789").Length;
        var letters = word.Length - digits;
        if (digits is 0 or > 6 || letters < 2 || word[..letters].IndexOfAnyInRange('0', '9') >= 0)
            return word.Length;
        var isCounted = digits is 2 or 3 && word[letters] == '0' && !IsSqlState(word) && before.Words().First is not "sqlstate";
        return isCounted || KnownNames.IsHostNoun(word[..letters]) ? letters : word.Length;
    }

    private static bool IsSqlState(ReadOnlySpan<char> word) => word.Length == PodSuffix && word[..2] is "hy" or "im" or "xx" or "hv";

    private static int Count(this ReadOnlySpan<char> word, char from, char to)
    {
        var count = 0;
        foreach (var c in word)
        {
            if (c >= from && c <= to)
                count++;
        }

        return count;
    }
}
