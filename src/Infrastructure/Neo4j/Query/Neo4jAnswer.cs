using System.Buffers;
using System.Net;
using System.Text.Json;

namespace ObsControlPlane.Infrastructure.Neo4j.Query;

/// <summary>Reads an answer of the Query API to its end and tells success from failure.</summary>
internal static class Neo4jAnswer
{
    /// <summary>Largest answer that is read, in bytes: 200 fixes with texts of the largest size take less.</summary>
    public const int Largest = 512 * 1024 * 1024;

    private const int Piece = 64 * 1024;

    /// <summary>The rows of a success: status 202, whole JSON, no errors, bookmarks (the transaction was committed).</summary>
    /// <param name="response">The answer; its body may not have arrived yet.</param>
    /// <param name="largest">Largest body that is read, in bytes.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <returns>The document; its rows are under <c>data.values</c>.</returns>
    /// <exception cref="Neo4jException">It is anything else.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, int largest, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/json" or "application/vnd.neo4j.query"))
            throw Foreign(response.StatusCode, "is not JSON");
        var body = await BodyAsync(response.Content, largest, ct).ConfigureAwait(false);
        var document = Parse(response.StatusCode, body);
        if (WhyFailed(response.StatusCode, document.RootElement) is not { } failure)
            return document;
        document.Dispose();
        throw failure;
    }

    private static Neo4jException? WhyFailed(HttpStatusCode status, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return Foreign(status, "is no JSON object");
        if (root.TryGetProperty("errors", out var errors) && (errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() > 0))
            return Failure(status, errors);
        if (status != HttpStatusCode.Accepted)
            return Foreign(status, "says neither error nor success");
        if (!root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Array)
        {
            return Foreign(status, "holds no rows");
        }

        return root.TryGetProperty("bookmarks", out var bookmarks) && bookmarks.ValueKind == JsonValueKind.Array && bookmarks.GetArrayLength() > 0 ? null
            : new Neo4jException(Neo4jFaultKind.Unreachable, "The graph's answer has no bookmarks: the transaction is not known to be committed.");
    }

    private static Neo4jException Failure(HttpStatusCode status, JsonElement errors)
    {
        if (errors.ValueKind != JsonValueKind.Array || errors[0].ValueKind != JsonValueKind.Object
            || !errors[0].TryGetProperty("code", out var code) || code.ValueKind != JsonValueKind.String)
        {
            return Foreign(status, "holds errors without a code");
        }

        var message = errors[0].TryGetProperty("message", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString()! : "";
        return new Neo4jException(code.GetString()!, message);
    }

    // Who speaks no JSON with a code is not Neo4j but something on the way to it; of that there is nothing but the status.
    private static Neo4jException Foreign(HttpStatusCode status, string what) => new(
        (int)status is >= 500 or 408 or 429 ? Neo4jFaultKind.Unreachable : Neo4jFaultKind.Setup, $"The graph's answer with status {(int)status} {what}.");

    private static JsonDocument Parse(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw status == HttpStatusCode.Accepted
                ? new Neo4jException(Neo4jFaultKind.Unreachable, "The graph's answer breaks off.", isWorthRepeating: true, exception)
                : Foreign(status, "is not whole JSON");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContent content, int largest, CancellationToken ct)
    {
        var stream = await content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var body = new ArrayBufferWriter<byte>(Piece);
            while (true)
            {
                var read = await stream.ReadAsync(body.GetMemory(Piece), ct).ConfigureAwait(false);
                if (read == 0)
                    return body.WrittenMemory;
                body.Advance(read);
                if (body.WrittenCount > largest)
                    throw new Neo4jException(Neo4jFaultKind.Setup, $"The graph's answer is larger than {largest} bytes.");
            }
        }
    }
}
