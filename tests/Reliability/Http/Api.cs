using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Reliability.Http;

/// <summary>The HTTP door of one server. A request that fails in transport is an answer too: one with status 0.</summary>
internal sealed class Api : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly ErrorBodies _errors;

    public Api(Uri address, ErrorBodies errors)
    {
        _address = address;
        _errors = errors;
        _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Task<Answer> GetAsync(string path, TimeSpan? patience = null) => SendAsync(HttpMethod.Get, path, patience: patience);

    public Task<Answer> PostAsync(string path, JsonNode body, TimeSpan? patience = null) =>
        SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body.ToJsonString()), patience: patience);

    /// <summary>Sends one request and reads its answer to the end.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Path and query, already escaped; sent as it is.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="mediaType">Media type of the body.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="encoding">Content encoding of the body, or null.</param>
    /// <param name="patience">Longest wait; 15 s when null.</param>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, byte[]? body = null, string mediaType = "application/json", string? key = null, string? encoding = null, TimeSpan? patience = null)
    {
        using var request = new HttpRequestMessage(method, Target(path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
            if (encoding is not null)
                request.Content.Headers.ContentEncoding.Add(encoding);
        }

        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var limit = new CancellationTokenSource(patience ?? Patience);
        var sentAt = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(limit.Token);
            var text = Encoding.UTF8.GetString(bytes);
            var status = (int)response.StatusCode;
            if (status >= 400)
                _errors.Add($"{method} {Short(path)}", status, response.Content.Headers.ContentType?.MediaType, text, path + (body is null ? "" : Encoding.UTF8.GetString(body)));
            return new(status, text, sentAt, Stopwatch.GetTimestamp(), Replayed: response.Headers.Contains("Idempotency-Replayed"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return new(0, "", sentAt, Stopwatch.GetTimestamp(), failure.Message);
        }
    }

    /// <summary>Reads a streamed answer line by line.</summary>
    /// <exception cref="HttpRequestException">It is not a success.</exception>
    public async IAsyncEnumerable<string> LinesAsync(string path)
    {
        using var response = await _http.GetAsync(Target(path), HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"GET {path}: {(int)response.StatusCode}");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8);
        while (await reader.ReadLineAsync() is { } line)
            yield return line;
    }

    public void Dispose() => _http.Dispose();

    // The tests are about odd characters: the client must not tidy them up.
    private Uri Target(string path) => new($"{_address.Scheme}://{_address.Authority}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static string Short(string path) => path.Length > 120 ? path[..120] : path;
}
