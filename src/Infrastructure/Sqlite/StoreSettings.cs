using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Embedding;
using ObsControlPlane.Infrastructure.Host;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Reads the settings of the stores and refuses what cannot be meant.</summary>
internal static class StoreSettings
{
    /// <exception cref="StartupException">A value is out of its range.</exception>
    public static SqliteOptions Read(IConfiguration configuration)
    {
        return new SqliteOptions
        {
            QueueLength = configuration.Number("Sqlite:QueueLength", 4096, 1, 1_000_000),
            GroupSize = configuration.Number("Sqlite:GroupSize", 512, 1, 100_000),
            Readers = configuration.Number("Sqlite:Readers", 8, 1, 64),
            BusyMilliseconds = configuration.Number("Sqlite:BusyMilliseconds", 2000, 0, 60_000),
            CheckpointPages = configuration.Number("Sqlite:CheckpointPages", 4000, 100, 1_000_000),
            RegressionWindowHours = configuration.Number("Regression:WindowHours", 24, 1, 87_600),
            MakesVectors = EmbeddingSettings.AreOn(configuration),
            IndexLimit = configuration.Number("Recall:InProcessLimit", 1_000_000, 0, 16_000_000),
            IdempotencyKeepHours = configuration.Number("Idempotency:KeepHours", 24, 1, 87_600),
        };
    }
}
