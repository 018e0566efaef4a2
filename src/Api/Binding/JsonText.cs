using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Binding;

/// <summary>Reads JSON text strictly: UTF-8, no comments, no trailing commas, at most <see cref="Limits.JsonDepth"/> levels.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Limits.JsonDepth, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads a text.</summary>
    /// <param name="utf8">The whole text; a byte order mark is taken.</param>
    /// <param name="document">The document, to be disposed; null when the text is malformed.</param>
    /// <returns>Null when it could be read, else what is wrong, where, and what to do.</returns>
    internal static string? TryParse(ReadOnlyMemory<byte> utf8, out JsonDocument? document)
    {
        document = null;
        var text = WithoutMark(utf8);
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
            return "The body is empty; send a JSON value.";
        if (!Utf8.IsValid(text.Span))
            return "The body is not UTF-8; encode it so.";
        try
        {
            document = JsonDocument.Parse(text, Strict);
            return null;
        }
        catch (JsonException malformed)
        {
            return Describe(malformed);
        }
    }

    /// <summary>Reads a text that must be well-formed.</summary>
    /// <param name="utf8">The whole text.</param>
    /// <returns>The document, to be disposed.</returns>
    /// <exception cref="ProblemException">400 malformed-json.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8) =>
        TryParse(utf8, out var document) is { } malformed ? throw new ProblemException(ProblemTypes.MalformedJson, malformed) : document!;

    /// <summary>Reads a value as a type.</summary>
    /// <param name="element">The value, without ill-formed text.</param>
    /// <param name="options">How.</param>
    /// <param name="errors">Takes which member does not fit.</param>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>Null, and an error, when it does not fit.</returns>
    internal static T? Deserialize<T>(JsonElement element, JsonSerializerOptions options, FieldErrors errors)
        where T : class
    {
        try
        {
            return element.Deserialize<T>(options);
        }
        catch (JsonException misfit)
        {
            var path = FieldPath.Body;
            foreach (var part in (misfit.Path ?? "$").Split('.').Skip(1))
                path = path.Member(part);
            errors.Add(path, "lacks a member, or is of the wrong type or out of range");
            return null;
        }
    }

    /// <summary>Where a text breaks off being JSON, for a person; both counts from 1.</summary>
    /// <param name="malformed">What the reader threw.</param>
    internal static string Describe(JsonException malformed)
    {
        var line = (malformed.LineNumber ?? 0) + 1;
        var position = (malformed.BytePositionInLine ?? 0) + 1;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The text is not well-formed JSON at line {line}, byte {position}, or is nested deeper than {Limits.JsonDepth} levels there; check quotes, commas and brackets.");
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) => utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
}
