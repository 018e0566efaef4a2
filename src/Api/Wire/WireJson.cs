using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire;

/// <summary>How answers are written: snake_case, enumerations as words, null rather than omission, text as it was sent.</summary>
internal static class WireJson
{
    /// <summary>The options of every answer.</summary>
    internal static readonly JsonSerializerOptions Options = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Sets options so; the OpenAPI document reads its schemas from options set like this.</summary>
    /// <param name="options">Options that are not in use yet.</param>
    internal static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.Strict;
        // Answers are application/json with nosniff, so no browser reads them as a page; what was sent comes back as it was.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new MetadataJson());
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { BaseFirst } };
    }

    // A hit is a fix with something more; the reader expects the fix first.
    private static void BaseFirst(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
            property.Order = Depth((property.AttributeProvider as MemberInfo)?.DeclaringType);
    }

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

    /// <summary>A caller's JSON object goes out as the text it is kept as.</summary>
    internal sealed class MetadataJson : JsonConverter<Metadata>
    {
        public override Metadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object ? MetadataText.Of(document.RootElement) : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, Metadata value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json, skipInputValidation: true);
    }
}
