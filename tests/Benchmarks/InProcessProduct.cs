using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Benchmarks;

/// <summary>The product without its HTTP edge, in this process, over a data folder that is deleted when it is disposed.</summary>
internal sealed class InProcessProduct : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _folder;

    private InProcessProduct(IHost host, string folder) => (_host, _folder) = (host, folder);

    public IFixSearch Search => Get<IFixSearch>();

    public IFixMemory Memory => Get<IFixMemory>();

    public IEmbedder Embedder => Get<IEmbedder>();

    public IVectorMemory Vectors => Get<IVectorMemory>();

    public IFixGraph Graph => Get<IFixGraph>();

    public string Database => Path.Combine(_folder, "ocp.db");

    /// <summary>Starts it; returns when the model is loaded and the index ready.</summary>
    /// <param name="folder">The data folder.</param>
    public static async Task<InProcessProduct> StartAsync(string folder)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OCP_DATA"] = folder,
            ["Stores:Mode"] = "embedded",
            // No question is asked twice; the cache could not help, and must not.
            ["Embedding:QueryCache"] = "0",
        });
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddApplication().AddInfrastructure(builder.Configuration);
        var product = new InProcessProduct(builder.Build(), folder);
        await product._host.StartAsync();
        _ = product.Embedder.Model;
        while (product.Search.IsLoading)
            await Task.Delay(50);
        return product;
    }

    /// <summary>Asks a use case, in a scope of its own as a request would.</summary>
    public async Task<T> AskAsync<T>(IRequest<T> request)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>Bytes of the index in memory.</summary>
    public async Task<long> IndexBytesAsync() => (await Get<IndexFeeder>().ViewAsync(default))!.Records.Bytes;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}
