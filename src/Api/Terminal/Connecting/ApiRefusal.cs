using System.Text.Json;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Connecting;

/// <summary>The API answered with a problem.</summary>
/// <param name="request">Method and path.</param>
/// <param name="answer">The answer.</param>
/// <param name="retryAfterSeconds">When to come back, or null.</param>
internal sealed class ApiRefusal(string request, ApiAnswer answer, double? retryAfterSeconds) : Exception($"{request} was refused with {answer.Status}.")
{
    /// <summary>The answer.</summary>
    public ApiAnswer Answer { get; } = answer;

    /// <summary>The refusal in three parts, every wrong field named.</summary>
    /// <returns>What a person reads.</returns>
    public TerminalFailure ToFailure()
    {
        var problem = Problem();
        var code = Answer.Status == StatusCodes.Status503ServiceUnavailable ? ExitCodes.Unreachable : ExitCodes.Refused;
        var title = problem.Text("title") ?? "no reason given";
        return new TerminalFailure(code, $"{request} was refused with {Answer.Status} ({title}).", Causes(problem), Remedy(problem));
    }

    /// <summary>What is wrong, field by field, or the problem's own sentence when no field is to blame.</summary>
    /// <param name="problem">Problem details.</param>
    /// <returns>At least one sentence.</returns>
    public static IReadOnlyList<string> Causes(JsonElement problem)
    {
        var fields = problem.Member("errors") is { ValueKind: JsonValueKind.Object } errors
            ? errors.EnumerateObject().SelectMany(field => field.Value.EnumerateArray(), (field, reason) => $"{field.Name}: {reason}").ToList()
            : [];
        return fields.Count > 0 ? fields : [problem.Text("detail") ?? problem.Text("title") ?? "the answer gives no reason"];
    }

    // A proxy in between may answer with a page of its own, which is no JSON.
    private JsonElement Problem()
    {
        var reader = new Utf8JsonReader(Answer.Body.Span);
        var isJson = Answer.Body.Length > 0 && Answer.Body.Span[0] == (byte)'{' && JsonElement.TryParseValue(ref reader, out var parsed) && parsed is not null;
        return isJson ? Answer.Json : default;
    }

    private string Remedy(JsonElement problem) => Answer.Status switch
    {
        401 => "Name a key with OCP_KEY or --key; `ocp keys create` on the server's own folder makes one.",
        403 when problem.Text("scope") is { } scope => $"Use a key with the scope '{scope}'; `ocp keys create` on the server's own folder makes one.",
        400 or 422 => "Correct what is named above and try again; nothing was stored.",
        404 => "Check the id; `ocp recall` and `ocp export` print ids.",
        409 => "Resolve the conflict named above and try again; nothing was stored.",
        410 => "It was erased on request; the same text may be remembered anew.",
        413 => "Send less at once; nothing was stored.",
        503 => $"Try again in {retryAfterSeconds ?? 1:0} s; nothing was stored.",
        _ when problem.Text("type") is { } type => $"Cause and remedy are on the server's page {type}.",
        _ => "Look into the server's log.",
    };
}
