using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Reads the settings of the stores and refuses what cannot be meant.</summary>
internal static class StoreSettings
{
    private static readonly string[] Addresses =
        ["NEO4J_URI", "DATABASE_URL", "Stores:Neo4jUri", "Stores:DatabaseUrl", "Stores:Graph:Uri", "Stores:Memory:ConnectionString"];

    /// <exception cref="StartupException">A value is out of its range, or servers are asked for.</exception>
    public static SqliteOptions Read(IConfiguration configuration)
    {
        RefuseServers(configuration);
        return new SqliteOptions
        {
            QueueLength = Number(configuration, "Sqlite:QueueLength", 4096, 1, 1_000_000),
            GroupSize = Number(configuration, "Sqlite:GroupSize", 512, 1, 100_000),
            Readers = Number(configuration, "Sqlite:Readers", 8, 1, 64),
            BusyMilliseconds = Number(configuration, "Sqlite:BusyMilliseconds", 2000, 0, 60_000),
            CheckpointPages = Number(configuration, "Sqlite:CheckpointPages", 4000, 100, 1_000_000),
            RegressionWindowHours = Number(configuration, "Regression:WindowHours", 24, 1, 87_600),
            MakesVectors = EmbeddingSettings.AreOn(configuration),
            IndexLimit = Number(configuration, "Recall:InProcessLimit", 1_000_000, 0, 16_000_000),
            IdempotencyKeepHours = Number(configuration, "Idempotency:KeepHours", 24, 1, 87_600),
        };
    }

    private static void RefuseServers(IConfiguration configuration)
    {
        var mode = configuration["Stores:Mode"] is { Length: > 0 } given ? given : "auto";
        var named = Addresses.Where(name => !string.IsNullOrWhiteSpace(configuration[name])).ToArray();
        switch (mode.ToLowerInvariant())
        {
            case "embedded":
            case "auto" when named.Length == 0:
                return;
            case "auto":
                throw Refused(
                    $"Servers are configured ({string.Join(", ", named)}) and this version has the embedded store only.",
                    "Set Stores:Mode=embedded to use the data folder, or unset them.");
            case "servers":
                throw Refused(
                    "Stores:Mode is servers and this version has the embedded store only.", "Set Stores:Mode=embedded, or leave it unset.");
            default:
                throw Refused($"Stores:Mode is '{mode}'.", "Set it to auto or embedded.");
        }
    }

    /// <summary>A whole number of the configuration, or its default.</summary>
    /// <exception cref="StartupException">It is no whole number, or out of its range.</exception>
    public static int Number(IConfiguration configuration, string name, int standard, int least, int most)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return standard;
        return int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Refused($"{name} is '{text}'.", $"Set it to a whole number from {least} to {most}.");
    }

    private static StartupException Refused(string why, string remedy) =>
        new(StartupException.Configuration, "The stores cannot be set up as configured.", why, remedy);
}
