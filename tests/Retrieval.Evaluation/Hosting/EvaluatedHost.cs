using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure;

namespace ObsControlPlane.Retrieval.Evaluation.Hosting;

/// <summary>The product's use cases over an empty data folder of their own, without HTTP.</summary>
internal sealed class EvaluatedHost : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly IHost _host;
    private readonly DirectoryInfo _folder;

    private EvaluatedHost(IHost host, DirectoryInfo folder) => (_host, _folder) = (host, folder);

    /// <summary>Starts one.</summary>
    /// <param name="cache">Folder for the vectors of texts, or null to make them anew.</param>
    /// <param name="clock">The clock, or null for the system's.</param>
    /// <param name="settings">Settings of the product.</param>
    public static async Task<EvaluatedHost> StartAsync(string? cache, TimeProvider? clock, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("ocp-evaluation-");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
            settings.Append(("OCP_DATA", folder.FullName)).Append(("Recall:BudgetMilliseconds", "10000"))
                .Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        builder.Services.AddApplication().AddInfrastructure(builder.Configuration);
        if (cache is not null && settings.All(setting => setting is not ("Embedding:Model", "none")))
            UseCache(builder.Services, cache);
        var host = builder.Build();
        await host.StartAsync();
        return new EvaluatedHost(host, folder);
    }

    /// <summary>A service of the product.</summary>
    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Sends a request of the product.</summary>
    public async Task<T> SendAsync<T>(IRequest<T> request, CancellationToken ct)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, ct);
    }

    /// <summary>Takes in fixes.</summary>
    /// <returns>Ids, in the order of the fixes.</returns>
    public async Task<IReadOnlyList<Guid>> ImportAsync(IReadOnlyList<FixSubmission> fixes, CancellationToken ct)
    {
        var items = fixes.Select(fix => new ImportItem(fix, new Dictionary<string, string[]>())).ToAsyncEnumerable();
        var result = await SendAsync(new ImportFixesCommand(items, null, null), ct);
        return [.. result.Results.Select(item => item.Id is { } id ? Guid.Parse(id) : throw new InvalidOperationException($"item {item.Index} was refused: {item.Problem}"))];
    }

    /// <summary>Waits until the index is loaded and every record has its vector.</summary>
    public async Task ReadyAsync(CancellationToken ct)
    {
        while (Get<IFixSearch>().IsLoading || await AreVectorsPendingAsync(ct))
            await Task.Delay(Look, ct);
    }

    private async Task<bool> AreVectorsPendingAsync(CancellationToken ct)
    {
        if (Get<IEmbedder>().State == EmbedderState.Off)
            return false;
        var stats = await Get<IVectorMemory>().GetVectorStatsAsync(ct);
        return stats.Serving is null || stats.Waiting > 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static void UseCache(IServiceCollection services, string cache)
    {
        var inner = services.Last(service => service.ServiceType == typeof(IEmbedder));
        services.Remove(inner);
        services.AddSingleton<IEmbedder>(provider => new CachingEmbedder((IEmbedder)inner.ImplementationFactory!(provider), cache));
    }
}
