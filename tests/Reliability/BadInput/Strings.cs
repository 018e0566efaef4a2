using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.BadInput;

/// <summary>Strings that software stumbles over: collected ones, and those that no file of text can hold.</summary>
internal static class Strings
{
    public static IReadOnlyList<string> All(bool full)
    {
        var collected = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Checkout.Messy("naughty_strings.json")))!;
        return [.. collected.Concat(Own()).Concat(full ? Fuzz() : []).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Random strings of the operators of every query language that a store might speak.</summary>
    public static string Soup(Random random)
    {
        string[] operators =
        [
            "AND", "OR", "NOT", "NEAR(", ")", "(", "*", "\"", "'", "^", ":", "-", "+", "{", "}", "[", "]", "~2", "&&", "||", "!", "\\", "/", "?", "<->", "&", "|", "@@", "%", "_", "--",
            ";", "/*", "*/", "issue", "issue:", "rank", "disk", "full", "NULL", "\u202E", "é", "磁盘", "\r\n", "\u001b[31m", "0x80070005", "$1", "@p", "::", "=>", "`",
        ];
        var text = new StringBuilder();
        for (var i = random.Next(1, 25); i > 0; i--)
            text.Append(operators[random.Next(operators.Length)]).Append(random.Next(3) == 0 ? "" : " ");
        return text.ToString();
    }

    /// <summary>A JSON string of any UTF-16 units, lone surrogates too, which no serialiser would write.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var unit in text)
            quoted.Append(unit is >= ' ' and < (char)127 and not '"' and not '\\' ? unit.ToString() : $"\\u{(int)unit:x4}");
        return quoted.Append('"').ToString();
    }

    /// <summary>Whether a text holds what can be stored nowhere: U+0000 or half a surrogate pair.</summary>
    public static bool IsIllFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i]))
                return true;
            if (char.IsHighSurrogate(text[i]) && (++i == text.Length || !char.IsLowSurrogate(text[i])))
                return true;
        }

        return false;
    }

    private static string[] Own() =>
    [
        "\0", "before\0after", "\ud800", "\udc00", "a\ud83db", "\udc00\ud800", "\ufeff", "\ufeffbom", "\ufffe", "\uffff", "\ufffd", "\u202eright to left\u202c", "\u2066isolate\u2069", "\u200b",
        "line\rcarriage", "line\nfeed", "line\r\nboth", "\r\n{\"level\":\"fake\"}", "\u001b[31mred\u001b[0m", "\u001b]0;title\u0007", "\u009b31m", "\u0085next line", "\u2028separator\u2029", "tab\there", "\u0008\u0008\u0008",
        "e\u0301 composed later", "\u00e9 composed", "\u1e9b\u0323", "ﬁ ligature", "İıſK", "😀👨‍👩‍👧‍👦🏳️‍🌈", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "ﷺ", "a" + new string('\u0301', 150), " leading", "trailing ", "  ", "\t", "\u00a0", "\u3000", "..", ".", "issue:", "issue:nested", "null", "{}",
        new('n', 200), new('n', 201), new('ü', 200), string.Concat(Enumerable.Repeat("😀", 100)), string.Concat(Enumerable.Repeat("😀", 101)), new('k', 1_000), new('k', 1_001),
    ];

    private static IEnumerable<string> Fuzz() => File.Exists(Checkout.Messy("fuzz_strings.jsonl"))
        ? File.ReadLines(Checkout.Messy("fuzz_strings.jsonl")).Select(line => (string?)JsonNode.Parse(line)?["text"]).OfType<string>()
        : [];
}
