using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ObsControlPlane.Benchmarks;

/// <summary>The least that a web application can do: says hello, and gives out bytes it was given. In this process.</summary>
internal sealed class HelloApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private byte[] _json = [];

    private HelloApp(WebApplication app) => _app = app;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan });

    public static async Task<HelloApp> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var hello = new HelloApp(builder.Build());
        hello._app.MapGet("/hello", () => "hello");
        hello._app.MapGet("/json", () => Results.Bytes(hello._json, "application/json"));
        await hello._app.StartAsync();
        hello.Client.BaseAddress = new Uri(hello._app.Urls.First());
        return hello;
    }

    public Task SayHelloAsync() => GetAsync("/hello");

    /// <summary>Gets some bytes as static content.</summary>
    public Task EchoAsync(byte[] json)
    {
        _json = json;
        return GetAsync("/json");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task GetAsync(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        _ = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }
}
