using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Infrastructure;

/// <summary>Where data lives.</summary>
internal enum StoreMode
{
    /// <summary>In one file of the data folder.</summary>
    Embedded = 0,

    /// <summary>In PostgreSQL, with Neo4j as its graph.</summary>
    Servers = 1,
}

/// <summary>Reads which mode is chosen: by <c>Stores:Mode</c>, or else by whether a server is named.</summary>
internal static class StoreModes
{
    // Any one name of a line gives what the line stands for.
    private static readonly string[][] Needed =
    [
        PostgresSettings.AddressNames,
        Neo4jSettings.AddressNames,
        ["NEO4J_PASSWORD", "NEO4J_PASSWORD_FILE"],
    ];

    // A password alone names no server.
    private const int Addresses = 2;

    /// <summary>The mode; nothing falls back to the embedded file.</summary>
    /// <param name="configuration">The settings.</param>
    /// <returns>The mode.</returns>
    /// <exception cref="StartupException">The mode is unknown, or servers are chosen and not all that they need is set: every missing name is listed.</exception>
    public static StoreMode Read(IConfiguration configuration)
    {
        var named = Needed.Take(Addresses).SelectMany(names => names).Where(name => IsSet(configuration, name)).ToArray();
        var mode = configuration["Stores:Mode"] is { Length: > 0 } given ? given.Trim() : "auto";
        switch (mode.ToLowerInvariant())
        {
            case "embedded":
            case "auto" when named.Length == 0:
                return StoreMode.Embedded;
            case "auto":
                RefuseIncomplete(configuration, $"{string.Join(" and ", named)} {(named.Length == 1 ? "chooses" : "choose")} the servers mode");
                return StoreMode.Servers;
            case "servers":
                RefuseIncomplete(configuration, "Stores:Mode=servers chooses the servers mode");
                return StoreMode.Servers;
            default:
                throw Refused($"Stores:Mode is '{mode}'.", "Set it to auto, embedded or servers.");
        }
    }

    private static void RefuseIncomplete(IConfiguration configuration, string choice)
    {
        var missing = Needed.Where(names => !names.Any(name => IsSet(configuration, name))).Select(names => names[0]).ToArray();
        if (missing.Length == 0)
            return;
        throw Refused(
            $"{choice}, and {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing.",
            $"Set {(missing.Length == 1 ? "it" : "them")} in the environment, or set Stores:Mode=embedded to keep everything in the data folder.");
    }

    private static bool IsSet(IConfiguration configuration, string name) => !string.IsNullOrWhiteSpace(configuration[name]);

    private static StartupException Refused(string why, string remedy) =>
        new(StartupException.Configuration, "The stores cannot be set up as configured.", why, remedy);
}
