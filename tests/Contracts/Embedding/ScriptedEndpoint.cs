using System.Net;
using System.Text;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>An endpoint that gives its answers one after another, the last one again and again, and keeps what it was sent.</summary>
/// <param name="answers">The answers.</param>
internal sealed class ScriptedEndpoint(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    public List<(Uri? Address, string? Authorization, string Body)> Sent { get; } = [];

    public static Func<CancellationToken, Task<HttpResponseMessage>> Says(string body, HttpStatusCode status = HttpStatusCode.OK, int? retryAfter = null) => _ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } seconds)
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return Task.FromResult(response);
    };

    public static Func<CancellationToken, Task<HttpResponseMessage>> Vector(string numbers) => Says($$"""{"object":"list","data":[{"index":0,"embedding":[{{numbers}}]}]}""");

    public static Task<HttpResponseMessage> Never(CancellationToken ct) => new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(ct);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Add((request.RequestUri, request.Headers.Authorization?.ToString(), await request.Content!.ReadAsStringAsync(cancellationToken)));
        return await answers[Math.Min(Sent.Count, answers.Length) - 1](cancellationToken);
    }
}
