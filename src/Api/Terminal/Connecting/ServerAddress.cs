namespace ObsControlPlane.Api.Terminal.Connecting;

/// <summary>Addresses of servers as people, settings and owner files write them.</summary>
internal static class ServerAddress
{
    private static readonly (string Any, string Loopback)[] Anywhere =
        [("://0.0.0.0", "://127.0.0.1"), ("://[::]", "://localhost"), ("://+", "://localhost"), ("://*", "://localhost")];

    /// <summary>Reads an address. One that means "listen everywhere" becomes the loopback: nobody can connect to everywhere.</summary>
    /// <param name="address">The address, with or without a path.</param>
    /// <returns>The address, ending in a slash so that paths can be added.</returns>
    /// <exception cref="TerminalFailure">It is no HTTP address.</exception>
    public static Uri Parse(string address)
    {
        var reachable = address.Trim();
        foreach (var (any, loopback) in Anywhere)
            reachable = reachable.Replace(any, loopback, StringComparison.Ordinal);
        if (Uri.TryCreate(reachable.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            return uri;
        throw new TerminalFailure(
            ExitCodes.Configuration, "No server was asked.", $"`{address}` is no HTTP address.", "Write it as http://localhost:5555.");
    }
}
