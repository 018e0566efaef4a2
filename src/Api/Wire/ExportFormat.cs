using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Application.Exchange;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Api.Wire;

/// <summary>
/// The lines of an export: one JSON object each, with <c>type</c> first, every member of the record under its snake_case name, and
/// nothing computed. What <see cref="Write"/> writes, <see cref="Read"/> reads back equal.
/// </summary>
internal static class ExportFormat
{
    private const string Tag = "type";

    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["fix"] = typeof(ExportedFix),
        ["report"] = typeof(ExportedReport),
        ["outcome"] = typeof(ExportedOutcome),
        ["memory"] = typeof(ExportedMemory),
        ["agent"] = typeof(ExportedAgent),
        ["episode"] = typeof(ExportedEpisode),
        ["occurrences"] = typeof(ExportedOccurrences),
        ["erased"] = typeof(ExportedErasure),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = Limits.JsonDepth,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { TagRecords } },
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false), new FingerprintJson(), new WireJson.MetadataJson() },
    };

    /// <summary>Whether a tag is one of an export's.</summary>
    /// <param name="tag">Value of a line's first member, or null.</param>
    internal static bool IsTag(string? tag) => tag is not null && Types.ContainsKey(tag);

    /// <summary>Writes one line, its end included.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="record">The record.</param>
    internal static void Write(IBufferWriter<byte> output, ExportRecord record)
    {
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, record, Options);
        output.Write("\n"u8);
    }

    /// <summary>Reads the lines of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <returns>A line each, in order; one that cannot be read carries its problem.</returns>
    internal static async IAsyncEnumerable<ExportLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in Lines.ReadAsync(stream, ct))
            yield return Read(line);
    }

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line, without its end.</param>
    internal static ExportLine Read(ReadOnlyMemory<byte> line)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(line.Span));
        if (JsonText.TryParse(line, out var document) is { } malformed)
            return new ExportLine(null, digest, new ItemProblem(ProblemTypes.MalformedJson.Slug, malformed, new Dictionary<string, string[]>()));
        using (document)
        {
            var errors = new FieldErrors();
            var record = Record(document!.RootElement, errors);
            return errors.Any || record is null
                ? new ExportLine(null, digest, new ItemProblem(ProblemTypes.Validation.Slug, "The line is not a record of an export.", errors.ByField()))
                : new ExportLine(record, digest, null);
        }
    }

    private static ExportRecord? Record(JsonElement element, FieldErrors errors)
    {
        IllFormedText.Scan(element, FieldPath.Body, errors);
        if (errors.Any || JsonFields.Of(element, FieldPath.Body, errors) is not { } fields)
            return null;
        if (fields.Text(Tag) is not { } type || !Types.ContainsKey(type))
        {
            errors.Add(FieldPath.Body.Member(Tag), $"must be one of: {string.Join(", ", Types.Keys.Order(StringComparer.Ordinal))}");
            return null;
        }

        return JsonText.Deserialize<ExportRecord>(element, Options, errors);
    }

    private static void TagRecords(JsonTypeInfo info)
    {
        if (info.Type != typeof(ExportRecord))
            return;
        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = Tag };
        foreach (var (name, type) in Types)
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, name));
    }

    private sealed class FingerprintJson : JsonConverter<Fingerprint>
    {
        public override Fingerprint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Fingerprint.TryParse(reader.GetString(), out var fingerprint)
                ? fingerprint
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Fingerprint value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
