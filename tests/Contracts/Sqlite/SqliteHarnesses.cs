using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Host;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>The one data file that the contract tests share; emptied before each, removed at the end of the run.</summary>
internal static class SharedSqlite
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly RunningIndex Index = new();
    private static string? _folder;
    private static SqliteStore? _store;
    private static SqliteReset? _reset;

    internal static FakeTimeProvider Clock() => new(DateTimeOffset.FromUnixTimeMilliseconds(Samples.Now));

    internal static async Task<SqliteStore> EmptyAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (_store is null)
            {
                _folder = Directory.CreateTempSubdirectory("ocp-contracts-").FullName;
                _store = SqliteStore.Open(_folder, Clock(), new SqliteOptions { MakesVectors = true });
                _reset = await SqliteReset.OfAsync(_store.File);
            }

            await Index.StopAsync();
            await _reset!.EmptyAsync();
            return _store;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>An index in memory over the emptied store, loaded.</summary>
    internal static async Task<IFixSearch> IndexedAsync(SqliteStore store)
    {
        var feeder = IndexFeeding.FeederOver(store);
        await Index.StartAsync(feeder);
        return IndexFeeding.SearchOver(store, feeder);
    }

    internal static async Task CloseAsync()
    {
        if (_store is null)
            return;
        await Index.StopAsync();
        await _reset!.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder!, recursive: true);
        (_store, _reset) = (null, null);
    }
}

/// <summary>The record in one SQLite file.</summary>
internal sealed class SqliteRecord() : Harness<RecordStore>(Name)
{
    internal const string Name = "sqlite";

    public override async Task<RecordStore> StartEmptyAsync()
    {
        var store = await SharedSqlite.EmptyAsync();
        return Over(store, new SqliteFixSearch(store));
    }

    internal static RecordStore Over(SqliteStore store, IFixSearch search) =>
        new(new SqliteFixMemory(store), search, new SqliteVectorMemory(store), new SqliteAgentRegistry(store), new SqliteTelemetryLog(store));
}

/// <summary>The record in one SQLite file, searched in an index in memory that follows its writes.</summary>
internal sealed class SqliteIndexedRecord() : Harness<RecordStore>("sqlite-indexed")
{
    public override async Task<RecordStore> StartEmptyAsync()
    {
        var store = await SharedSqlite.EmptyAsync();
        return SqliteRecord.Over(store, await SharedSqlite.IndexedAsync(store));
    }
}

/// <summary>The graph over the record's own tables.</summary>
internal sealed class SqliteGraph() : Harness<IFixGraph>(SqliteRecord.Name)
{
    public override async Task<IFixGraph> StartEmptyAsync() => new SqliteFixGraph(await SharedSqlite.EmptyAsync());
}

/// <summary>The keys beside the record.</summary>
internal sealed class SqliteKeys() : Harness<IKeyStore>(SqliteRecord.Name)
{
    public override async Task<IKeyStore> StartEmptyAsync() => new SqliteKeyStore(await SharedSqlite.EmptyAsync());
}

/// <summary>The probe of a data file of its own, because it is hurt.</summary>
internal sealed class SqliteProbedStore() : Harness<ProbedStore>(SqliteRecord.Name)
{
    public override Task<ProbedStore> StartEmptyAsync()
    {
        var clock = SharedSqlite.Clock();
        var hurt = new HurtSqlite(clock);
        return Task.FromResult(new ProbedStore(
            new SqliteStoreProbe(hurt.Store), clock, hurt.TryWriteAsync, hurt.BreakReading, hurt.MendReading, hurt.BreakWriting, hurt.MendWriting, hurt.DisposeAsync));
    }
}

/// <summary>What the operating system says of this host.</summary>
internal sealed class SystemHost() : Harness<IHostProbe>("system")
{
    public override Task<IHostProbe> StartEmptyAsync() => Task.FromResult<IHostProbe>(new HostProbe(Path.GetTempPath()));
}
