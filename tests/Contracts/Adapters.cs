using ObsControlPlane.Contracts.Neo4j;
using ObsControlPlane.Contracts.Postgres;
using ObsControlPlane.Contracts.Reference;
using ObsControlPlane.Contracts.Sqlite;

namespace ObsControlPlane.Contracts;

/// <summary>Every adapter of every port. A new adapter is a new line here; the whole contract then holds for it.</summary>
public static class Adapters
{
    /// <summary>Stores of the record: fixes, memories, agents, telemetry, and the search over them.</summary>
    public static IEnumerable<TestFixtureData> Record =>
    [
        new ReferenceRecord(ReferenceRules.Contract).AsFixture(),
        new SqliteRecord().AsFixture(),
        new SqliteIndexedRecord().AsFixture(),
        new PostgresRecord().AsFixture(),
        new PostgresIndexedRecord().AsFixture(),
    ];

    /// <summary>Graphs.</summary>
    public static IEnumerable<TestFixtureData> Graph =>
    [
        new ReferenceGraph(ReferenceRules.Contract).AsFixture(),
        new SqliteGraph().AsFixture(),
        new Neo4jGraph().AsFixture(),
    ];

    /// <summary>Stores of keys.</summary>
    public static IEnumerable<TestFixtureData> Keys =>
    [
        new ReferenceKeys(KeyRules.Contract).AsFixture(),
        new SqliteKeys().AsFixture(),
        new PostgresKeys().AsFixture(),
    ];

    /// <summary>Probes of stores.</summary>
    public static IEnumerable<TestFixtureData> StoreProbe =>
    [
        new ReferenceProbedStore(ProbeRules.Contract).AsFixture(),
        new SqliteProbedStore().AsFixture(),
        new PostgresProbedStore().AsFixture(),
    ];

    /// <summary>Probes of the host.</summary>
    public static IEnumerable<TestFixtureData> HostProbe =>
    [
        new ReferenceHost(reading => reading).AsFixture(),
        new SystemHost().AsFixture(),
    ];
}
