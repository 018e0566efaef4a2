using System.Net;

namespace ObsControlPlane.Client;

/// <summary>A call that the server refused, with its problem document, or that did not reach it.</summary>
/// <param name="message">What happened and, where the server said so, what to do.</param>
/// <param name="inner">What failed below, or null.</param>
public sealed class ObsControlPlaneException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The answer's status; null when there was no answer, in which case a write may or may not have been stored.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The problem's slug, such as <c>validation</c> or <c>agent-name-in-use</c>; null when the answer had none.</summary>
    public string? Problem { get; init; }

    /// <summary>What is wrong, by field; empty when no field is to blame.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Finds the request in the server's log, or null.</summary>
    public string? TraceId { get; init; }

    /// <summary>Further members of the problem, such as <c>server</c> and <c>free_at</c> of <c>agent-name-in-use</c>.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the same call may succeed later without being changed.</summary>
    public bool IsTransient => Status is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError
        || Problem == "idempotency-key-in-flight";
}
