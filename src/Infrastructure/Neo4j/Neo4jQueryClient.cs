using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Neo4j.Query;
using Polly;
using Polly.CircuitBreaker;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>
/// Speaks Neo4j's HTTP Query API, version 2 (neo4j.com/docs/query-api): one statement a call, in a transaction of its own. The one place that would change
/// for another protocol.
/// </summary>
internal sealed class Neo4jQueryClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,

        // The body is JSON and nothing else; escaping every letter beyond ASCII would double many texts.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly HttpClient _http;
    private readonly Neo4jSettings _settings;
    private readonly TimeProvider _time;
    private readonly int _largestAnswer;
    private readonly Uri _address;
    private readonly AuthenticationHeaderValue _credentials;
    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly ResiliencePipeline _pipeline;
    private readonly SignInGate _gate;

    /// <param name="http">Has no time limit of its own.</param>
    /// <param name="settings">Address, credentials, limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="largestAnswer">Largest body that is read, in bytes.</param>
    public Neo4jQueryClient(HttpClient http, Neo4jSettings settings, TimeProvider time, int largestAnswer = Neo4jAnswer.Largest)
    {
        (_http, _settings, _time, _largestAnswer) = (http, settings, time, largestAnswer);
        _address = new Uri(settings.Address, $"db/{Uri.EscapeDataString(settings.Database)}/query/v2");
        _credentials = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Username}:{settings.Password}")));
        _pipeline = Neo4jResilience.Build(settings, time, _breaker);
        _gate = new SignInGate(time);
    }

    /// <summary>Whether the circuit breaker lets statements through: <c>Closed</c> does, <c>HalfOpen</c> tries one, <c>Open</c> does not.</summary>
    public CircuitState Circuit => _breaker.CircuitState;

    /// <summary>Runs a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">Its parameters as members, named in snake case.</param>
    /// <param name="read">Reads a row, an array of the returned columns; what it keeps it must copy.</param>
    /// <param name="ct">Cancels waiting; a write may still happen.</param>
    /// <returns>A result per row, in the statement's order.</returns>
    /// <exception cref="StoreUnavailableException">It was not executed, or is not known to have been; a <see cref="Neo4jException"/> inside says why.</exception>
    public async Task<IReadOnlyList<T>> RunAsync<T>(CypherStatement statement, object parameters, Func<JsonElement, T> read, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var limit = statement.Deadline ?? (statement.Writes ? _settings.WriteDeadline : _settings.ReadDeadline);
        using var deadline = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        var body = JsonSerializer.SerializeToUtf8Bytes(new Request(statement.Text, parameters, statement.Writes ? "WRITE" : "READ"), Json);
        try
        {
            return await _pipeline.ExecuteAsync(
                async token => await _gate.PassAsync(inner => AnsweredAsync(body, read, inner), token).ConfigureAwait(false), either.Token).ConfigureAwait(false);
        }
        catch (Neo4jException exception)
        {
            throw exception.AsUnavailable(statement.Operation);
        }
        catch (BrokenCircuitException exception)
        {
            throw new Neo4jException(Neo4jFaultKind.Unreachable, "Nothing is sent for a while, because the graph did not answer.", inner: exception)
                .AsUnavailable(statement.Operation);
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            throw new Neo4jException(Neo4jFaultKind.Unreachable, $"The graph did not answer within {limit.TotalMilliseconds} ms.", inner: exception)
                .AsUnavailable(statement.Operation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.Dispose();
        _http.Dispose();
    }

    private async Task<IReadOnlyList<T>> AnsweredAsync<T>(byte[] body, Func<JsonElement, T> read, CancellationToken ct)
    {
        var start = _time.GetTimestamp();
        try
        {
            return await SendAsync(body, read, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested || _time.GetElapsedTime(start) >= UnansweredException.Patience)
        {
            throw new UnansweredException(exception);
        }
    }

    private async Task<IReadOnlyList<T>> SendAsync<T>(byte[] body, Func<JsonElement, T> read, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = _credentials;
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
            using var document = await Neo4jAnswer.ReadAsync(response, _largestAnswer, ct).ConfigureAwait(false);
            return Rows(document, read);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Broken(exception);
        }
    }

    private static List<T> Rows<T>(JsonDocument document, Func<JsonElement, T> read)
    {
        try
        {
            return [.. document.RootElement.GetProperty("data").GetProperty("values").EnumerateArray().Select(read)];
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException or JsonException)
        {
            throw new Neo4jException(Neo4jFaultKind.Setup, "The graph's answer holds other values than were asked for.", inner: exception);
        }
    }

    // Where nobody listens now nobody will in a few milliseconds; a connection that broke may have been an old one.
    private static Neo4jException Broken(Exception exception) => (exception as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError =>
            new Neo4jException(Neo4jFaultKind.Setup, "The encrypted connection to the graph was not accepted.", inner: exception),
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError =>
            new Neo4jException(Neo4jFaultKind.Unreachable, "The graph cannot be connected to.", inner: exception),
        _ => new Neo4jException(Neo4jFaultKind.Unreachable, "The connection to the graph broke.", isWorthRepeating: true, exception),
    };

    private sealed record Request(string Statement, object Parameters, string AccessMode)
    {
        // The API's own names are in camel case.
        [System.Text.Json.Serialization.JsonPropertyName("accessMode")]
        public string AccessMode { get; } = AccessMode;
    }
}
