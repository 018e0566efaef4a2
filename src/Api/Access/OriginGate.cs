using System.Net;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Application.Settings;

namespace ObsControlPlane.Api.Access;

/// <summary>
/// Refuses requests under a name that is none of this server's, which is how a page elsewhere reaches a server on this host through a name of its
/// own (DNS rebinding), and requests of pages of another origin.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="settings">What may ask beside.</param>
/// <param name="listening">Where the server listens.</param>
internal sealed class OriginGate(RequestDelegate next, AccessSettings settings, Listening listening)
{
    private readonly IReadOnlySet<string> _hosts = AccessSettings.Parts(settings.Hosts);
    private readonly IReadOnlySet<string> _origins = AccessSettings.Parts(settings.Origins);

    public Task InvokeAsync(HttpContext http)
    {
        if (!IsOurs(http.Request.Host))
        {
            throw new ProblemException(
                ProblemTypes.OriginRefused, "The Host header names no host of this server. Ask it by its address or its own name, or add the name to the setting Access:Hosts.");
        }

        foreach (var origin in http.Request.Headers.Origin)
        {
            if (!IsSame(origin, http.Request.Host) && (origin is null || !_origins.Contains(origin)))
            {
                throw new ProblemException(
                    ProblemTypes.OriginRefused, "The Origin header names a page of another origin. Ask from this server's own page, or add the origin to the setting Access:Origins.");
            }
        }

        return next(http);
    }

    // An address cannot be turned to another host by a name server; a name can.
    private bool IsOurs(HostString host)
    {
        var name = host.Host.TrimEnd('.');
        return Listening.IsLoopback(name) || IPAddress.TryParse(name, out _) || _hosts.Contains(name)
            || name.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            || (name.Length > 0 && listening.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    // The scheme is not compared: behind a proxy that ends TLS the page's is https and ours http.
    private static bool IsSame(string? origin, HostString host)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https"))
            return false;
        var port = host.Port ?? (page.Scheme == "https" ? 443 : 80);
        return page.Port == port && page.Host.Trim('[', ']').Equals(host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
    }
}
