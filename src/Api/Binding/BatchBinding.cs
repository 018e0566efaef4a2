using System.Runtime.CompilerServices;
using System.Text.Json;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Binding;

/// <summary>
/// Items of <c>POST /api/fixes/batch</c> and lines of an import file: a JSON array or lines of JSON. An item is a fix as
/// <c>POST /api/fixes</c> takes it; an <c>id</c> is read as <c>source_id</c>, a <c>time</c> as <c>ts</c> (UTC when it names no zone), and
/// unknown members are kept under <c>metadata</c> (contract 5).
/// </summary>
internal static class BatchBinding
{
    private static readonly string[] Known =
        ["issue", "solution", "success", "agent", "scope", "ts", "time", "source", "source_id", "id", "tags", "metadata", "fingerprint"];

    /// <summary>The items of a body. Lines are read as they are asked for, so that reading one and writing those before it overlap.</summary>
    /// <param name="body">The body.</param>
    /// <exception cref="ProblemException">400: no array, malformed, or more than <see cref="Limits.BatchItems"/> items; nothing was read then.</exception>
    internal static IEnumerable<ImportItem> Items(RequestBody body)
    {
        if (body.IsNdjson)
            return Lines(body.Bytes).Skip(Limits.BatchItems).Any() ? throw TooMany() : Lines(body.Bytes).Select(OfLine);
        using var document = JsonText.Parse(body.Bytes);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            var errors = new FieldErrors();
            errors.Add(FieldPath.Body, "must be a JSON array of fixes, or lines of JSON with Content-Type: application/x-ndjson");
            errors.ThrowIfAny();
        }

        if (document.RootElement.GetArrayLength() > Limits.BatchItems)
            throw TooMany();
        return document.RootElement.EnumerateArray().Select(item => CommonFields.Item(item, Bind)).ToList();
    }

    /// <summary>One line of an import file.</summary>
    /// <param name="line">The line, without its end.</param>
    internal static ImportItem OfLine(ReadOnlyMemory<byte> line)
    {
        if (JsonText.TryParse(line, out var document) is { } malformed)
            return new ImportItem(null, new Dictionary<string, string[]> { ["line"] = [malformed] }, ProblemTypes.MalformedJson.Slug);
        using (document)
            return CommonFields.Item(document!.RootElement, Bind);
    }

    /// <summary>Items as the stream that the use case takes.</summary>
    /// <param name="items">The items.</param>
    /// <param name="ct">Cancels it.</param>
    internal static async IAsyncEnumerable<ImportItem> AsStream(this IEnumerable<ImportItem> items, [EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var item in items)
        {
            ct.ThrowIfCancellationRequested();
            yield return item;
        }

        await Task.CompletedTask;
    }

    private static FixSubmission Bind(JsonFields fields) => fields.Fix() with
    {
        SourceId = fields.Text("source_id") ?? Id(fields),
        Ts = fields.Integer("ts") ?? Time(fields),
        Metadata = WithUnknown(fields),
    };

    private static string? Id(JsonFields fields) => fields.Find("id") switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => fields.Text("id"),
    };

    private static long? Time(JsonFields fields)
    {
        if (fields.Find("time") is { ValueKind: JsonValueKind.Number })
            return fields.Integer("time");
        if (fields.Text("time") is not { } text)
            return null;
        if (Instants.TryParse(text, assumeUtc: true, out var instant))
            return instant;
        fields.Errors.Add(fields.Path.Member("time"), "must be a date and time such as 2026-01-31T12:00:00Z, or epoch milliseconds");
        return null;
    }

    // What the sender's own system calls by other names is kept beside what it attached as metadata, which has the say where names meet.
    private static Metadata? WithUnknown(JsonFields fields)
    {
        var own = fields.Metadata();
        var unknown = fields.Element.EnumerateObject().Where(member => !Known.Contains(member.Name, StringComparer.Ordinal)).ToList();
        if (unknown.Count == 0 || fields.Errors.Any)
            return own;
        var merged = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in unknown)
            merged[member.Name] = member.Value;
        if (fields.Object("metadata") is { } metadata)
        {
            foreach (var member in metadata.Element.EnumerateObject())
                merged[member.Name] = member.Value;
        }

        return MetadataText.Of(JsonSerializer.SerializeToElement(merged));
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
                yield return line;
        }
    }

    private static ProblemException TooMany()
    {
        var errors = new FieldErrors();
        errors.Add(FieldPath.Body, $"must hold at most {Limits.BatchItems} items; split it, or use POST /api/import or ocp import");
        return new ProblemException(ProblemMap.Refused(errors));
    }
}
