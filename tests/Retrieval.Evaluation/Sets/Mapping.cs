using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Retrieval.Evaluation.Sets;

/// <summary>How documents become fixes and questions become recalls. The solution is a word without meaning, so that nothing of the answer leaks into the search.</summary>
internal static class Mapping
{
    /// <summary>The fix of a document.</summary>
    public static SetFix Fix(string set, JsonObject document)
    {
        var id = (string)document["id"]!;
        return new SetFix(
            id, Issue(set, document), Word(id), set,
            set == "locomo" ? Text(document, "conversation") : null,
            set == "apache_jira" ? Milliseconds(document) : null);
    }

    /// <summary>The question of a query.</summary>
    public static SetQuestion Question(string set, JsonObject query)
    {
        var body = Text(query, "body");
        return new SetQuestion(
            (string)query["id"]!, $"issue:{Text(query, "text")}{(body.Length > 0 ? "\n" + body : "")}",
            set == "locomo" ? Text(query, "conversation") : null,
            set == "apache_jira" ? Milliseconds(query) : null,
            Text(query, "self") is { Length: > 0 } self ? self : null);
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

/// <summary>A document as a fix.</summary>
/// <param name="Document">Its id in the set.</param>
/// <param name="Issue">The issue.</param>
/// <param name="Solution">A word without meaning.</param>
/// <param name="Source">Name of the set.</param>
/// <param name="Service">Where it belongs, or null.</param>
/// <param name="Ts">When it was told, epoch milliseconds, or null.</param>
internal sealed record SetFix(string Document, string Issue, string Solution, string Source, string? Service, long? Ts);

/// <summary>A query as a recall.</summary>
/// <param name="Query">Its id in the set.</param>
/// <param name="Key">The key asked for.</param>
/// <param name="Service">Where to search, or null.</param>
/// <param name="Before">Only what was told before, epoch milliseconds, or null.</param>
/// <param name="Self">The document that the query was made of, which must not be found; or null.</param>
internal sealed record SetQuestion(string Query, string Key, string? Service, long? Before, string? Self);
