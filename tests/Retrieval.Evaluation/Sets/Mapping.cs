using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Retrieval.Evaluation;

/// <summary>How documents become fixes and questions become recalls. The solution is a word without meaning, so that nothing of the answer leaks into the search.</summary>
internal static class Mapping
{
    public static JsonObject Fix(string set, JsonObject document)
    {
        var id = (string)document["id"]!;
        var fix = new JsonObject { ["issue"] = Issue(set, document), ["solution"] = Word(id), ["source"] = set, ["source_id"] = id };
        if (set == "locomo")
            fix["scope"] = new JsonObject { ["service"] = Text(document, "conversation") };
        if (set == "apache_jira" && Milliseconds(document) is { } ts)
            fix["ts"] = ts;
        return fix;
    }

    /// <summary>The recall of a question.</summary>
    /// <param name="set">The set's name.</param>
    /// <param name="query">The question.</param>
    /// <param name="limit">Length of the answer.</param>
    /// <param name="ids">Ids of the fixes by document, for what a question must not find.</param>
    public static JsonObject Recall(string set, JsonObject query, int limit, IReadOnlyDictionary<string, string> ids)
    {
        var text = Text(query, "text");
        var recall = new JsonObject
        {
            ["key"] = $"issue:{text}{(Text(query, "body") is { Length: > 0 } body ? "\n" + body : "")}",
            ["candidates"] = true,
            ["limit"] = limit,
        };
        if (set == "locomo")
            recall["filter"] = new JsonObject { ["service"] = Text(query, "conversation") };
        if (set == "apache_jira" && Milliseconds(query) is { } before)
            recall["before"] = before;
        if (Text(query, "self") is { Length: > 0 } self && ids.TryGetValue(self, out var id))
            recall["exclude"] = new JsonArray(id);
        return recall;
    }

    private static string Issue(string set, JsonObject document)
    {
        var text = Text(document, "text");
        if (set == "locomo")
            return $"{Text(document, "time")} {Text(document, "speaker")}: {text} {Text(document, "image_caption")}".Trim();
        var title = Text(document, "title");
        // These runbooks repeat their title as a heading; said twice it would count twice.
        if (set == "alerts_k8s" && text.StartsWith($"# {title}\n", StringComparison.Ordinal))
            text = text[(title.Length + 3)..];
        return title.Length == 0 ? text : $"{title}\n{text}";
    }

    private static string Word(string id) => "zx" + new string([.. SHA256.HashData(Encoding.UTF8.GetBytes(id)).Take(16).Select(part => (char)('a' + part % 26))]);

    private static string Text(JsonObject line, string member) => line[member] switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(),
    };

    private static long? Milliseconds(JsonObject line) => line["time"] switch
    {
        JsonValue value when value.TryGetValue<long>(out var number) => number < 100_000_000_000 ? number * 1_000 : number,
        JsonValue value when value.TryGetValue<double>(out var number) => (long)(number * 1_000),
        JsonValue value when DateTimeOffset.TryParse((string?)value, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) => time.ToUnixTimeMilliseconds(),
        _ => null,
    };
}
