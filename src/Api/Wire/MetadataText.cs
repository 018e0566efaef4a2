using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire;

/// <summary>The one form in which a caller's JSON object is kept: without white space around its members, so that it fits on a line of an export.</summary>
internal static class MetadataText
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = Limits.JsonDepth + 1 };

    /// <summary>The kept form of an object; numbers keep their digits, members their order.</summary>
    /// <param name="element">An object without lone surrogates.</param>
    internal static Metadata Of(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            element.WriteTo(writer);
        return new Metadata(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
