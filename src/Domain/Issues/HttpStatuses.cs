using System.Collections.Frozen;

namespace ObsControlPlane.Domain.Issues;

/// <summary>The status codes of HTTP (RFC 9110 and its registry, with 499 and 52x of common proxies) and how their phrases begin.</summary>
internal static class HttpStatuses
{
    private static readonly FrozenDictionary<int, string[]> Phrases = new Dictionary<int, string[]>
    {
        [200] = ["ok"], [201] = ["created"], [202] = ["accepted"], [204] = ["no"], [301] = ["moved"], [302] = ["found"], [304] = ["not"],
        [307] = ["temporary"], [308] = ["permanent"], [400] = ["bad"], [401] = ["unauthorized", "unauthorised"], [402] = ["payment"],
        [403] = ["forbidden"], [404] = ["not"], [405] = ["method"], [406] = ["not"], [407] = ["proxy"], [408] = ["request"],
        [409] = ["conflict"], [410] = ["gone"], [411] = ["length"], [412] = ["precondition"], [413] = ["payload", "request", "content"],
        [414] = ["uri"], [415] = ["unsupported"], [416] = ["range", "requested"], [417] = ["expectation"], [421] = ["misdirected"],
        [422] = ["unprocessable"], [423] = ["locked"], [424] = ["failed"], [425] = ["too"], [426] = ["upgrade"], [428] = ["precondition"],
        [429] = ["too"], [431] = ["request"], [451] = ["unavailable"], [499] = ["client"], [500] = ["internal"], [501] = ["not"],
        [502] = ["bad"], [503] = ["service"], [504] = ["gateway"], [505] = ["http"], [507] = ["insufficient"], [508] = ["loop"],
        [511] = ["network"], [520] = ["web"], [521] = ["web"], [522] = ["connection"], [523] = ["origin"], [524] = ["a"], [525] = ["ssl"], [526] = ["invalid"],
    }.ToFrozenDictionary();

    private static readonly FrozenSet<int> Common = FrozenSet.ToFrozenSet([400, 401, 403, 404, 405, 408, 409, 413, 422, 429, 499, 500, 501, 502, 503, 504]);

    internal static bool IsKnown(long value) => value is >= 200 and < 600 && Phrases.ContainsKey((int)value);

    /// <summary>Whether a number with this value means a status to most readers even without the word HTTP.</summary>
    internal static bool IsCommon(long value) => value is >= 400 and < 600 && Common.Contains((int)value);

    /// <summary>Whether the word begins the phrase of this status ("503 service …").</summary>
    internal static bool IsPhrase(long value, ReadOnlySpan<char> word)
    {
        if (word.IsEmpty || !IsKnown(value))
            return false;
        foreach (var phrase in Phrases[(int)value])
        {
            if (word.SequenceEqual(phrase))
                return true;
        }

        return false;
    }
}
