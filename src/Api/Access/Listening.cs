using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ObsControlPlane.Api.Access;

/// <summary>Where this server listens: as it is set up, and as it does.</summary>
/// <param name="server">The server.</param>
/// <param name="configuration">The settings.</param>
internal sealed class Listening(IServer server, IConfiguration configuration)
{
    private readonly Lazy<IReadOnlyList<string>> _configured = new(() => [.. Configured(configuration)]);

    /// <summary>The addresses that the settings name; none = the framework's own default, which is this host alone.</summary>
    internal IReadOnlyList<string> Addresses => _configured.Value;

    /// <summary>The first address that others can reach, or null when there is none.</summary>
    internal string? Elsewhere => Addresses.Concat(Bound).FirstOrDefault(address => !IsLoopback(HostOf(address)));

    /// <summary>Names that the server listens on.</summary>
    internal IEnumerable<string> Names => Addresses.Concat(Bound).Select(HostOf);

    /// <summary>Whether a host is this one alone.</summary>
    /// <param name="host">A name or an address.</param>
    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // The server adds an address once it is bound.
    private IEnumerable<string> Bound => server.Features.Get<IServerAddressesFeature>()?.Addresses.ToArray() ?? [];

    private static string HostOf(string address)
    {
        var bound = BindingAddress.Parse(address);
        // A socket is a file: who reaches it is for its folder to say, and it is often a proxy.
        return bound.IsUnixPipe || bound.IsNamedPipe ? address : bound.Host;
    }

    private static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
            return endpoints;
        var urls = configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        if (urls.Length > 0)
            return Split(urls);
        return Split(configuration[WebHostDefaults.HttpPortsKey] ?? "").Select(port => $"http://*:{port}")
            .Concat(Split(configuration[WebHostDefaults.HttpsPortsKey] ?? "").Select(port => $"https://*:{port}"));
    }

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
