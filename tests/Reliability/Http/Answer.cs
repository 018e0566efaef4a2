using System.Text.Json;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Reliability.Http;

/// <summary>What came back for one request; status 0 when nothing definite did.</summary>
/// <param name="Status">HTTP status, or 0.</param>
/// <param name="Body">The whole body as text; empty without one.</param>
/// <param name="SentAt">Stopwatch time when the request was about to be sent.</param>
/// <param name="At">Stopwatch time when the answer was complete.</param>
/// <param name="Failure">What went wrong in transport, or null.</param>
/// <param name="Replayed">Whether the server said that it repeats a stored answer.</param>
internal sealed record Answer(int Status, string Body, long SentAt, long At, string? Failure = null, bool Replayed = false)
{
    public TimeSpan Took => System.Diagnostics.Stopwatch.GetElapsedTime(SentAt, At);

    public bool Succeeded => Status is >= 200 and < 300;

    public bool Refused => Status is >= 400 and < 500;

    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonNode? Json()
    {
        try
        {
            return JsonNode.Parse(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => Status == 0 ? $"no answer ({Failure})" : $"{Status} {(Body.Length > 200 ? Body[..200] : Body)}";
}
