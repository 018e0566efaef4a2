namespace ObsControlPlane.Api.Hosting;

/// <summary>Where the server listens when nobody says.</summary>
internal static class ListenAddress
{
    internal const string Default = "http://localhost:5555";

    /// <summary>Sets the default address, or that of <c>PORT</c>, unless the usual settings of ASP.NET Core name one.</summary>
    /// <param name="builder">The application.</param>
    internal static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        string[] usual = ["urls", "http_ports", "https_ports"];
        if (usual.Any(name => !string.IsNullOrWhiteSpace(settings[name])) || settings.GetSection("Kestrel:Endpoints").GetChildren().Any())
            return;
        // Platforms that set PORT route to the process from outside its own host.
        builder.WebHost.UseUrls(settings["PORT"] is { Length: > 0 } port ? $"http://*:{port}" : Default);
    }
}
