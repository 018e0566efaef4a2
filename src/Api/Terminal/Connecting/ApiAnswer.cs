using System.Text.Json;

namespace ObsControlPlane.Api.Terminal.Connecting;

/// <summary>An answer of the HTTP API, read to its end.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body as it came.</param>
internal sealed record ApiAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    private JsonElement? _json;

    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => _json ??= JsonDocument.Parse(Body).RootElement;
}
