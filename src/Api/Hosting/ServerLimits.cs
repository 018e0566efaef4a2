using Microsoft.AspNetCore.Server.Kestrel.Core;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Hosting;

/// <summary>Limits of the server itself; those of a route are kept where its body is read.</summary>
internal static class ServerLimits
{
    // Above the limit of the contract, so that a query string that is too long is answered with a problem that says so.
    private const int RequestLineBytes = 256 * 1024;

    internal static void Apply(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = Limits.BatchBytes;
        options.Limits.MaxRequestLineSize = RequestLineBytes;
    }
}
