using System.Net;
using System.Text;
using ObsControlPlane.Infrastructure.Neo4j;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>A server that gives its answers one after another, the last one again and again, and counts what it was asked.</summary>
/// <param name="answers">The answers.</param>
internal sealed class ScriptedServer(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    internal const string Success = """{"data":{"fields":["one"],"values":[[1]]},"bookmarks":["FB:kcwQ"]}""";

    private int _asked;

    internal int Asked => _asked;

    internal List<(Uri? Address, string? Authorization, string Body)> Sent { get; } = [];

    internal static Func<CancellationToken, Task<HttpResponseMessage>> Says(string body, int status = 202, string type = "application/json") => _ =>
        Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) });

    internal static Func<CancellationToken, Task<HttpResponseMessage>> Refuses(string code, int status = 400) =>
        Says($$"""{"errors":[{"code":"{{code}}","message":"no"}]}""", status);

    /// <summary>Rows, and then an error: the answer to a statement that fails while it returns.</summary>
    internal static Func<CancellationToken, Task<HttpResponseMessage>> BreaksOffWith(string code) =>
        Says($$"""{"data":{"fields":["one"],"values":[[1]]},"errors":[{"code":"{{code}}","message":"no"}]}""");

    internal static Func<CancellationToken, Task<HttpResponseMessage>> Fails(Exception exception) => _ => Task.FromException<HttpResponseMessage>(exception);

    internal static Task<HttpResponseMessage> Never(CancellationToken ct) => new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(ct);

    /// <summary>Headers at once, a body that never ends.</summary>
    internal static Task<HttpResponseMessage> NeverEnds(CancellationToken ct) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.Accepted) { Content = Body(new TroubledStream("""{"data":""", null)) });

    /// <summary>A body that breaks in the middle with a connection error.</summary>
    internal static Task<HttpResponseMessage> Breaks(CancellationToken ct) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Accepted)
    {
        Content = Body(new TroubledStream("""{"data":""", new HttpIOException(HttpRequestError.ResponseEnded))),
    });

    /// <summary>A client of this server with short deadlines and two repeats.</summary>
    internal Neo4jQueryClient Client(TimeProvider? time = null, int largest = 4_096) => new(
        new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan },
        new Neo4jSettings
        {
            Address = new Uri("http://graph:7474"), Password = "secret-password", Repeats = 2,
            ReadDeadline = TimeSpan.FromMilliseconds(400), WriteDeadline = TimeSpan.FromMilliseconds(400),
        },
        time ?? TimeProvider.System, largest);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var turn = Interlocked.Increment(ref _asked);
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        lock (Sent)
            Sent.Add((request.RequestUri, request.Headers.Authorization?.ToString(), body));
        return await answers[Math.Min(turn, answers.Length) - 1](cancellationToken);
    }

    private static StreamContent Body(Stream stream) => new(stream) { Headers = { ContentType = new("application/json") } };

    private sealed class TroubledStream(string beginning, Exception? trouble) : MemoryStream(Encoding.UTF8.GetBytes(beginning))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                return read;
            if (trouble is not null)
                throw trouble;
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }
    }
}
