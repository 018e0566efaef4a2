using System.Text;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Reliability.BadInput;

/// <summary>A place where a caller's text goes in and comes out again.</summary>
/// <param name="Name">Its name in the JSON, as a refusal must name it.</param>
/// <param name="IsMemory">Whether it is a memory of /api/remember; else a fix.</param>
/// <param name="Verdict">True must be taken, false must be refused, null may be either.</param>
/// <param name="Body">The request, with <see cref="Placeholder"/> where the text goes; the argument is a word that no other request holds.</param>
/// <param name="Read">Finds the text in what is told of the record.</param>
internal sealed record Field(string Name, bool IsMemory, Func<string, bool?> Verdict, Func<string, JsonObject> Body, Func<JsonNode, string?> Read)
{
    public const string Placeholder = "zzPLACEHOLDERzz";

    public static readonly IReadOnlyList<Field> All =
    [
        new("issue", false, Text, token => Fix(token, "issue"), fix => (string?)fix["issue"]),
        new("solution", false, Text, token => Fix(token, "solution"), fix => (string?)fix["solution"]),
        new("agent", false, Agent, token => With(Fix(token), "agent", Placeholder), fix => (string?)fix["agent"]),
        Scope("service"), Scope("server"), Scope("environment"), Scope("version"),
        new("source", false, Named, token => With(With(Fix(token), "source", Placeholder), "source_id", token), fix => (string?)fix["source"]),
        new("source_id", false, Named, token => With(With(Fix(token), "source", "runbook"), "source_id", Placeholder), fix => (string?)fix["source_id"]),
        new("tags", false, Named, token => With(Fix(token), "tags", new JsonArray(Placeholder)), fix => (string?)fix["tags"]?[0]),
        new("metadata", false, Value, token => With(Fix(token), "metadata", new JsonObject { ["note"] = Placeholder }), fix => (string?)fix["metadata"]?["note"]),
        new("metadata", false, Member, token => With(Fix(token), "metadata", new JsonObject { [Placeholder] = 1 }), fix => fix["metadata"]?.AsObject().Select(member => member.Key).FirstOrDefault()),
        new("key", true, Key, token => new() { ["key"] = Placeholder, ["content"] = token }, memory => (string?)memory["key"]),
        new("content", true, Text, token => new() { ["key"] = $"note:{token}", ["content"] = Placeholder }, memory => (string?)memory["content"]),
        new("metadata", true, Value, token => With(new() { ["key"] = $"note:{token}", ["content"] = token }, "metadata", new JsonObject { ["note"] = Placeholder }), memory => (string?)memory["metadata"]?["note"]),
    ];

    /// <summary>What must come back for a text that went in.</summary>
    public string Expected(string text) => Name == "agent" ? text.Normalize(NormalizationForm.FormC) : text;

    public byte[] Encode(string token, string text)
    {
        var body = Body(token).ToJsonString();
        return Encoding.UTF8.GetBytes(body.Replace($"\"{Placeholder}\"", Strings.IsIllFormed(text) || text.Length % 2 == 0 ? Strings.Quote(text) : Plain(text), StringComparison.Ordinal));
    }

    // Every second text goes as UTF-8 itself, the others as escapes: both must mean the same.
    private static string Plain(string text) => $"\"{text.Aggregate(new StringBuilder(), (json, unit) => unit < ' ' || unit is '"' or '\\' ? json.Append(Strings.Quote(unit.ToString()).Trim('"')) : json.Append(unit))}\"";

    private static Field Scope(string part) => new(part, false, Named, token => With(Fix(token), "scope", new JsonObject { [part] = Placeholder }), fix => (string?)fix["scope"]?[part]);

    private static JsonObject Fix(string token, string? odd = null) => new()
    {
        ["issue"] = odd == "issue" ? Placeholder : $"trouble with {token}",
        ["solution"] = odd == "solution" ? Placeholder : $"mended {token}",
    };

    private static JsonObject With(JsonObject body, string name, JsonNode value)
    {
        body[name] = value;
        return body;
    }

    private static bool? Text(string text) => !string.IsNullOrWhiteSpace(text) && !Strings.IsIllFormed(text) && Encoding.UTF8.GetByteCount(text) <= 1 << 20;

    private static bool? Named(string text) => text.Length is >= 1 and <= 200 && !string.IsNullOrWhiteSpace(text) && !Strings.IsIllFormed(text) && !text.Any(char.IsControl);

    // Which characters an agent's name may have is tried elsewhere; here only that it comes back, or is refused.
    private static bool? Agent(string text) => Named(text) == true ? null : false;

    private static bool? Value(string text) => !Strings.IsIllFormed(text) && Encoding.UTF8.GetByteCount(text) < 60 * 1024 ? true : false;

    private static bool? Member(string text) => Strings.IsIllFormed(text) ? false : text.Length == 0 ? null : true;

    // "issue:" leads to another kind of record; control characters may be refused.
    private static bool? Key(string text) => text.StartsWith("issue:", StringComparison.Ordinal) || text.Any(char.IsControl) ? null
        : text.Length is >= 1 and <= 1_000 && !string.IsNullOrWhiteSpace(text) && !Strings.IsIllFormed(text);
}
