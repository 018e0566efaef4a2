using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Postgres;
using ObsControlPlane.Contracts.Sqlite;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.AlertMemory;

/// <summary>Alerts and the record that they are a part of.</summary>
/// <param name="Alerts">Alerts and episodes.</param>
/// <param name="Memory">Fixes, outcomes and occurrences.</param>
public sealed record AlertStore(IAlertMemory Alerts, IFixMemory Memory);

/// <summary>Every adapter of alerts.</summary>
public static class AlertStores
{
    /// <summary>The adapters.</summary>
    public static IEnumerable<TestFixtureData> All => [new SqliteAlerts().AsFixture(), new PostgresAlerts().AsFixture()];

    private sealed class SqliteAlerts() : Harness<AlertStore>(SqliteRecord.Name)
    {
        public override async Task<AlertStore> StartEmptyAsync()
        {
            var store = await SharedSqlite.EmptyAsync();
            return new AlertStore(new SqliteAlertMemory(store), new SqliteFixMemory(store));
        }
    }

    private sealed class PostgresAlerts() : Harness<AlertStore>(PostgresRecord.Name)
    {
        public override Task<string?> WhyUnavailableAsync() => SharedPostgres.WhyUnavailableAsync();

        public override async Task<AlertStore> StartEmptyAsync()
        {
            var store = await SharedPostgres.EmptyAsync();
            return new AlertStore(new PostgresAlertMemory(store), new PostgresFixMemory(store));
        }
    }
}
