using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly.Timeout;

namespace ObsControlPlane.Client;

/// <summary>
/// The server's REST API. Every write carries an idempotency key of its own, so a repeat never stores twice; every call fails with
/// <see cref="ObsControlPlaneException"/>.
/// </summary>
/// <param name="http">Made by <c>AddObsControlPlane</c>; its base address is the server's.</param>
/// <param name="time">Makes keys that sort by time.</param>
public sealed class ObsControlPlaneClient(HttpClient http, TimeProvider time)
{
    /// <summary>Whether a request may be sent again when nobody knows what became of it.</summary>
    internal static readonly HttpRequestOptionsKey<bool> Repeatable = new("ocp.repeatable");

    /// <summary>Remembers something under a key.</summary>
    /// <param name="report">What to remember.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The acknowledgement.</returns>
    public Task<Receipt> RememberAsync(MemoryReport report, CancellationToken ct = default) => WriteAsync<MemoryReport, Receipt>("api/remember", report, ct);

    /// <summary>Remembers what was done about an issue.</summary>
    /// <param name="report">The fix.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The acknowledgement.</returns>
    public Task<Receipt> RememberFixAsync(FixReport report, CancellationToken ct = default) => WriteAsync<FixReport, Receipt>("api/fixes", report, ct);

    /// <summary>Remembers many fixes; a refused one refuses itself alone.</summary>
    /// <param name="reports">At most 10,000 and 32 MiB.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>What became of each.</returns>
    public Task<BatchAnswer> RememberFixesAsync(IReadOnlyList<FixReport> reports, CancellationToken ct = default) =>
        WriteAsync<IReadOnlyList<FixReport>, BatchAnswer>("api/fixes/batch", reports, ct);

    /// <summary>Says how applying a fix ended.</summary>
    /// <param name="fix">Id of the fix.</param>
    /// <param name="report">How it ended.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The acknowledgement.</returns>
    public Task<OutcomeReceipt> ReportOutcomeAsync(Guid fix, OutcomeReport report, CancellationToken ct = default) =>
        WriteAsync<OutcomeReport, OutcomeReceipt>(OutcomePath(fix), report, ct);

    /// <summary>Registers an agent, or renews it.</summary>
    /// <param name="registration">The agent.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The acknowledgement; refused with <c>agent-name-in-use</c> while another installation holds the name.</returns>
    public Task<RegistrationReceipt> RegisterAgentAsync(AgentRegistration registration, CancellationToken ct = default) =>
        WriteAsync<AgentRegistration, RegistrationReceipt>("api/register-agent", registration, ct);

    /// <summary>Reports an agent's figures, which also says that it is alive.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The acknowledgement.</returns>
    public Task<ReportReceipt> ReportTelemetryAsync(TelemetryReport report, CancellationToken ct = default) =>
        WriteAsync<TelemetryReport, ReportReceipt>("api/telemetry-report", report, ct);

    /// <summary>Asks for the fix that has proven itself.</summary>
    /// <param name="question">The question.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The answer.</returns>
    public Task<RecallAnswer> RecallAsync(RecallQuestion question, CancellationToken ct = default) =>
        SendAsync<RecallAnswer>(HttpMethod.Post, "api/recall", WireFormat.Write(question), null, ct);

    /// <summary>Asks for fixes of an issue.</summary>
    /// <param name="issue">What is wrong.</param>
    /// <param name="limit">1–100.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The answer.</returns>
    public Task<RecallAnswer> RecallFixesAsync(string issue, int limit = 10, CancellationToken ct = default) =>
        RecallAsync(new RecallQuestion("issue:" + issue, limit), ct);

    /// <summary>The newest fixes.</summary>
    /// <param name="limit">1–200.</param>
    /// <param name="cursor">Where the page before ended, or null.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>One page.</returns>
    public Task<FixPage> GetRecentFixesAsync(int limit = 20, string? cursor = null, CancellationToken ct = default) =>
        GetAsync<FixPage>("api/fixes" + Query(("limit", Number(limit)), ("cursor", cursor)), ct);

    /// <summary>One fix.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The fix.</returns>
    public Task<Fix> GetFixAsync(Guid id, CancellationToken ct = default) => GetAsync<Fix>($"api/fixes/{id}", ct);

    /// <summary>Fixes whose issue contains a text, ignoring case.</summary>
    /// <param name="type">The text, 1–200 characters.</param>
    /// <param name="limit">1–100.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The fixes, newest first.</returns>
    public async Task<IReadOnlyList<Fix>> FindSimilarIssuesAsync(string type, int limit = 10, CancellationToken ct = default) =>
        (await GetAsync<FixPage>("api/issues/similar" + Query(("type", type), ("limit", Number(limit))), ct).ConfigureAwait(false)).Fixes;

    /// <summary>How often fixes worked.</summary>
    /// <param name="type">A text their issue contains; null = all.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>The rate.</returns>
    public Task<SuccessRate> GetSuccessRateAsync(string? type = null, CancellationToken ct = default) =>
        GetAsync<SuccessRate>("api/fixes/success-rate" + Query(("type", type)), ct);

    /// <summary>The agents, by name.</summary>
    /// <param name="limit">1–200.</param>
    /// <param name="cursor">Where the page before ended, or null.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>One page.</returns>
    public Task<AgentPage> GetAgentsAsync(int limit = 20, string? cursor = null, CancellationToken ct = default) =>
        GetAsync<AgentPage>("api/agents" + Query(("limit", Number(limit)), ("cursor", cursor)), ct);

    /// <summary>How the server is; an unhealthy server's answer is an answer, too, and is not asked for again.</summary>
    /// <param name="ct">Cancels the call.</param>
    /// <returns>Its state and that of each check.</returns>
    public async Task<Health> GetHealthAsync(CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "health");
        using var response = await AskAsync(request, ct).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
        return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.ServiceUnavailable
            ? Read<Health>(response, body)
            : throw Refusal(response, body);
    }

    internal static string OutcomePath(Guid fix) => $"api/fixes/{fix}/outcomes";

    internal string NewKey() => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    /// <summary>Sends a write whose key was chosen before; the answer is not read.</summary>
    internal Task SendWriteAsync(string path, byte[] body, string key, CancellationToken ct) => SendAsync<JsonElement>(HttpMethod.Post, path, body, key, ct);

    private Task<TAnswer> WriteAsync<TBody, TAnswer>(string path, TBody body, CancellationToken ct) =>
        SendAsync<TAnswer>(HttpMethod.Post, path, WireFormat.Write(body), NewKey(), ct);

    private Task<T> GetAsync<T>(string path, CancellationToken ct) => SendAsync<T>(HttpMethod.Get, path, null, null, ct);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, byte[]? body, string? key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Options.Set(Repeatable, true);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", $"\"{key}\"");
        using var response = await AskAsync(request, ct).ConfigureAwait(false);
        var text = await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
        return response.IsSuccessStatusCode ? Read<T>(response, text) : throw Refusal(response, text);
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            return await http.SendAsync(request, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException or IOException)
        {
            throw new ObsControlPlaneException($"{http.BaseAddress} did not answer: {e.Message}", e);
        }
    }

    private static T Read<T>(HttpResponseMessage response, byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, WireFormat.Options) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new ObsControlPlaneException("The answer is not one of ObsControlPlane; check the address.", e) { Status = response.StatusCode };
        }
    }

    private static ObsControlPlaneException Refusal(HttpResponseMessage response, byte[] body)
    {
        var problem = ProblemDocument.TryRead(body);
        return problem is null
            ? new ObsControlPlaneException($"The server answered {(int)response.StatusCode} without a problem document.") { Status = response.StatusCode }
            : new ObsControlPlaneException(problem.Detail ?? problem.Title ?? $"The server answered {(int)response.StatusCode}.")
            {
                Status = response.StatusCode,
                Problem = problem.Slug,
                Errors = problem.Errors,
                TraceId = problem.TraceId,
                Details = problem.Details,
            };
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Query(params (string Name, string? Value)[] parts)
    {
        var given = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return given.Length == 0 ? "" : "?" + given;
    }
}
