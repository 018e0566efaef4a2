namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>
/// Reads the addresses people have for Neo4j. Those of the Bolt protocol become those of the HTTP interface on the same host, because only that is
/// spoken here. Bolt's port says nothing of that interface's: its standard ports are taken, 7474 and, encrypted, 7473.
/// </summary>
internal static class Neo4jAddress
{
    private const int HttpPort = 7474;
    private const int HttpsPort = 7473;

    /// <summary>The address to speak HTTP to.</summary>
    /// <param name="given">Address with scheme <c>http</c>, <c>https</c>, <c>bolt</c> or <c>neo4j</c>, the latter two also with <c>+s</c> or <c>+ssc</c>.</param>
    /// <returns>The address, and whether it had to be translated.</returns>
    /// <exception cref="Application.Health.StartupException">It is none of these, or holds a user or a password.</exception>
    public static (Uri Address, bool IsTranslated) Of(string given)
    {
        if (!Uri.TryCreate(given, UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw Neo4jSettings.Refused("The address of Neo4j is no address.", "Set NEO4J_URI to an address such as http://host:7474.");
        if (address.UserInfo.Length > 0)
            throw Neo4jSettings.Refused("The address of Neo4j holds a user or a password.", "Take it out and set NEO4J_USERNAME and NEO4J_PASSWORD.");
        return address.Scheme switch
        {
            "http" or "https" => (Rooted(address.Scheme, address.Host, address.Port), false),
            "bolt" or "neo4j" => (Rooted("http", address.Host, HttpPort), true),

            // Without a port it is the address of a hosted service, which answers on the web's port.
            "neo4j+s" when address.Port == -1 => (Rooted("https", address.Host, 443), true),
            "bolt+s" or "neo4j+s" => (Rooted("https", address.Host, HttpsPort), true),
            "bolt+ssc" or "neo4j+ssc" => throw Neo4jSettings.Refused(
                $"The address of Neo4j begins with {address.Scheme}:, which asks for a certificate that nobody vouches for.",
                "Give the server's certificate to this machine to trust and use https://host:7473."),
            _ => throw Neo4jSettings.Refused(
                $"The address of Neo4j begins with {address.Scheme}:.", "Set NEO4J_URI to an address that begins with http:, https:, bolt: or neo4j:."),
        };
    }

    /// <summary>The address for a log line.</summary>
    public static string WithoutUser(string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out var address) ? $"{address.Scheme}://{address.Authority}" : "";

    private static Uri Rooted(string scheme, string host, int port) => new UriBuilder(scheme, host, port).Uri;
}
