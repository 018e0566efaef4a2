using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ObsControlPlane.Api.FunctionalTests.Host;

/// <summary>The real program on a real listener and an empty data folder of its own; ends without a trace.</summary>
internal sealed class ProductHost : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocp-api-").FullName;
    private readonly Action<IServiceCollection>? _replace;
    private readonly bool _embeds;

    /// <summary>Starts the program.</summary>
    /// <param name="replace">Puts fakes in place of adapters, or null.</param>
    /// <param name="embeds">Whether it makes vectors with the model that it carries; most tests are quicker without.</param>
    public ProductHost(Action<IServiceCollection>? replace = null, bool embeds = false)
    {
        (_replace, _embeds) = (replace, embeds);
        UseKestrel(0);
        StartServer();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = ClientOptions.BaseAddress, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>A client of the listener.</summary>
    public HttpClient Client { get; }

    /// <summary>The secret of the folder's owner, with every scope.</summary>
    public string Secret => Services.GetRequiredService<Application.Health.IDataFolder>().Secret;

    /// <summary>The data folder, which no answer may name.</summary>
    public string Folder => _folder;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("OCP_DATA", _folder);
        builder.UseSetting("Stores:Mode", "embedded");
        if (!_embeds)
            builder.UseSetting("Embedding:Model", "none");
        builder.UseSetting("Logging:LogLevel:Default", "Error");
        builder.ConfigureLogging(logging => logging.ClearProviders());
        if (_replace is not null)
            builder.ConfigureServices(_replace);
    }

    protected override void Dispose(bool disposing)
    {
        Client?.Dispose();
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
