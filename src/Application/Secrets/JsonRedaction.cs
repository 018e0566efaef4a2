using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Secrets;

/// <summary>A caller's JSON object without secrets. Read as JSON, since an escaped text hides what it holds.</summary>
internal static class JsonRedaction
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = Limits.JsonDepth + 1 };

    /// <summary>The object with every text redacted.</summary>
    /// <param name="metadata">The object.</param>
    /// <param name="ofValue">Redacts a text by its member's name.</param>
    /// <param name="ofText">Redacts a text that has none: a name, an item of an array at the top.</param>
    /// <returns>The same instance when nothing was found or it breaks the limits and so will be refused.</returns>
    public static Metadata Of(Metadata metadata, Func<string, string, string> ofValue, Func<string, string> ofText)
    {
        if (JsonObjectText.WhyInvalid(metadata.Json) is not null)
            return metadata;
        using var document = JsonDocument.Parse(metadata.Json);
        var buffer = new ArrayBufferWriter<byte>(metadata.Json.Length);
        var copy = new Copy(ofValue, ofText);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            copy.Write(writer, document.RootElement, "");
        return copy.IsChanged ? new Metadata(Encoding.UTF8.GetString(buffer.WrittenSpan)) : metadata;
    }

    /// <summary>A JSON text of any shape and size with every text redacted.</summary>
    /// <param name="json">The text.</param>
    /// <param name="ofValue">Redacts a text by its member's name.</param>
    /// <param name="ofText">Redacts a text that has none, and what is no JSON.</param>
    /// <returns>The same instance when nothing was found.</returns>
    public static string Of(string json, Func<string, string, string> ofValue, Func<string, string> ofText)
    {
        if (!JsonObjectText.IsJson(json, Limits.JsonDepth))
            return ofText(json);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Limits.JsonDepth });
        var buffer = new ArrayBufferWriter<byte>(json.Length + 1);
        var copy = new Copy(ofValue, ofText);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            copy.Write(writer, document.RootElement, "");
        return copy.IsChanged ? Encoding.UTF8.GetString(buffer.WrittenSpan) : json;
    }

    private sealed class Copy(Func<string, string, string> ofValue, Func<string, string> ofText)
    {
        public bool IsChanged { get; private set; }

        public void Write(Utf8JsonWriter writer, JsonElement element, string name)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    writer.WriteStartObject();
                    foreach (var member in element.EnumerateObject())
                    {
                        // Each reading of it is another string.
                        var memberName = member.Name;
                        writer.WritePropertyName(Seen(memberName, ofText(memberName)));
                        Write(writer, member.Value, memberName);
                    }

                    writer.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    writer.WriteStartArray();
                    foreach (var item in element.EnumerateArray())
                        Write(writer, item, name);
                    writer.WriteEndArray();
                    break;
                case JsonValueKind.String:
                    var text = element.GetString()!;
                    writer.WriteStringValue(Seen(text, name.Length == 0 ? ofText(text) : ofValue(name, text)));
                    break;
                default:
                    element.WriteTo(writer);
                    break;
            }
        }

        private string Seen(string before, string after)
        {
            IsChanged |= !ReferenceEquals(before, after);
            return after;
        }
    }
}
