using System.Text.Json;

namespace ObsControlPlane.Client;

/// <summary>What a problem document (RFC 9457) says.</summary>
internal sealed record ProblemDocument(
    string? Slug, string? Title, string? Detail, string? TraceId, IReadOnlyDictionary<string, IReadOnlyList<string>> Errors, IReadOnlyDictionary<string, string> Details)
{
    private static readonly string[] Standard = ["type", "title", "detail", "status", "instance", "traceId", "errors"];

    /// <summary>Reads a body; null when it is no problem document, as of a proxy on the way.</summary>
    public static ProblemDocument? TryRead(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "type") is not { } type)
                return null;
            return new ProblemDocument(
                type[(type.LastIndexOf('/') + 1)..], Text(root, "title"), Text(root, "detail"), Text(root, "traceId"),
                root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object ? ReadErrors(errors) : new Dictionary<string, IReadOnlyList<string>>(),
                root.EnumerateObject().Where(member => !Standard.Contains(member.Name) && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                    .ToDictionary(member => member.Name, member => member.Value.ToString()));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, IReadOnlyList<string>> ReadErrors(JsonElement errors) =>
        errors.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Array)
            .ToDictionary(field => field.Name, IReadOnlyList<string> (field) => [.. field.Value.EnumerateArray().Select(text => text.ToString())]);
}
