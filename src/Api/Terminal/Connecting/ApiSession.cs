using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Api.Terminal.Connecting;

/// <summary>The HTTP API that a verb speaks to: a running server's, or the product's own application inside this process.</summary>
/// <param name="http">Client with the base address set.</param>
/// <param name="name">How to call the other side in a sentence.</param>
/// <param name="host">What to stop afterwards; null for a server of somebody else.</param>
internal sealed class ApiSession(HttpClient http, string name, IAsyncDisposable? host) : IAsyncDisposable
{
    /// <summary>How to call the other side in a sentence.</summary>
    public string Name { get; } = name;

    /// <summary>True when the other side is in this process and ends with the verb.</summary>
    public bool IsInProcess => host is not null;

    /// <summary>Asks and reads the answer to its end.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path and query, from the root.</param>
    /// <param name="body">JSON to send, or null.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <returns>A 2xx answer.</returns>
    /// <exception cref="ApiRefusal">Any other answer.</exception>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken ct)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), MediaTypeHeaderValue.Parse("application/json"));
        return await SendContentAsync(method, path, content, ct);
    }

    /// <summary>Sends bytes and reads the answer to its end.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path and query, from the root.</param>
    /// <param name="content">Body, or null.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <returns>A 2xx answer.</returns>
    /// <exception cref="ApiRefusal">Any other answer.</exception>
    public async Task<ApiAnswer> SendContentAsync(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var response = await RequestAsync(method, path, content, ct);
        var answer = new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(ct));
        return answer.IsSuccess ? answer : throw Refused(method, path, response, answer);
    }

    /// <summary>Asks and hands the body to a reader while it arrives.</summary>
    /// <param name="path">Path and query, from the root.</param>
    /// <param name="read">Reads the body of a 2xx answer.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <returns>When the reader is done.</returns>
    /// <exception cref="ApiRefusal">Any answer but 2xx.</exception>
    public async Task StreamAsync(string path, Func<Stream, Task> read, CancellationToken ct)
    {
        using var response = await RequestAsync(HttpMethod.Get, path, null, ct);
        if (!response.IsSuccessStatusCode)
        {
            var answer = new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(ct));
            throw Refused(HttpMethod.Get, path, response, answer);
        }
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        await read(body);
    }

    /// <summary>Asks and answers whatever came, a refusal included.</summary>
    /// <param name="path">Path and query, from the root.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <returns>The answer.</returns>
    public async Task<ApiAnswer> ProbeAsync(string path, CancellationToken ct)
    {
        using var response = await RequestAsync(HttpMethod.Get, path, null, ct);
        return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(ct));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (host is not null)
            await host.DisposeAsync();
    }

    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private static ApiRefusal Refused(HttpMethod method, string path, HttpResponseMessage response, ApiAnswer answer) =>
        new($"{method} {path.Split('?')[0]}", answer, response.Headers.RetryAfter?.Delta?.TotalSeconds);
}
