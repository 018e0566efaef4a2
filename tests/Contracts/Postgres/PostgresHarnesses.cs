using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Index;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>The one database that the contract tests share; emptied before each, dropped at the end of the run.</summary>
internal static class SharedPostgres
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly RunningIndex Index = new();
    private static readonly Lazy<Task<string?>> Reason = new(TemporaryDatabase.WhyUnavailableAsync);
    private static TemporaryDatabase? _database;
    private static PostgresStore? _store;
    private static PostgresReset? _reset;

    internal static FakeTimeProvider Clock() => new(DateTimeOffset.FromUnixTimeMilliseconds(Samples.Now));

    internal static Task<string?> WhyUnavailableAsync() => Reason.Value;

    internal static async Task<PostgresStore> EmptyAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (_store is null)
            {
                _database = await TemporaryDatabase.CreateAsync();
                _store = await _database.OpenMigratedAsync(Clock());
                _reset = await PostgresReset.OfAsync(_store);
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

    /// <summary>An index in memory over the emptied database, loaded.</summary>
    internal static async Task<IFixSearch> IndexedAsync(PostgresStore store)
    {
        var feed = new PostgresChangeFeed(store);
        var source = new PostgresIndexSource(
            store, feed, () => new ChangeListener(store, NullLogger<ChangeListener>.Instance), 1_000_000, NullLogger<PostgresIndexSource>.Instance);
        var feeder = new IndexFeeder(source, TimeProvider.System, NullLogger<IndexFeeder>.Instance);
        await Index.StartAsync(feeder);
        return new IndexedFixSearch(feeder, new PostgresFixSearch(store), source);
    }

    internal static async Task CloseAsync()
    {
        if (_database is null)
            return;
        await Index.StopAsync();
        if (_reset is not null)
            await _reset.DisposeAsync();
        await _database.DisposeAsync();
        (_database, _store, _reset) = (null, null, null);
    }
}

/// <summary>The record in one PostgreSQL database.</summary>
internal sealed class PostgresRecord() : Harness<RecordStore>(Name)
{
    internal const string Name = "postgres";

    public override Task<string?> WhyUnavailableAsync() => SharedPostgres.WhyUnavailableAsync();

    public override async Task<RecordStore> StartEmptyAsync() => Over(await SharedPostgres.EmptyAsync());

    internal Task RequireServerAsync() => RequireAsync();

    internal static RecordStore Over(PostgresStore store, IFixSearch? search = null) => new(
        new PostgresFixMemory(store), search ?? new PostgresFixSearch(store), new PostgresVectorMemory(store), new PostgresAgentRegistry(store), new PostgresTelemetryLog(store));
}

/// <summary>The record in one PostgreSQL database, searched in an index in memory that follows its writes.</summary>
internal sealed class PostgresIndexedRecord() : Harness<RecordStore>("postgres-indexed")
{
    public override Task<string?> WhyUnavailableAsync() => SharedPostgres.WhyUnavailableAsync();

    public override async Task<RecordStore> StartEmptyAsync()
    {
        var store = await SharedPostgres.EmptyAsync();
        return PostgresRecord.Over(store, await SharedPostgres.IndexedAsync(store));
    }
}

/// <summary>The keys beside the record.</summary>
internal sealed class PostgresKeys() : Harness<IKeyStore>(PostgresRecord.Name)
{
    public override Task<string?> WhyUnavailableAsync() => SharedPostgres.WhyUnavailableAsync();

    public override async Task<IKeyStore> StartEmptyAsync() => new PostgresKeyStore(await SharedPostgres.EmptyAsync());
}

/// <summary>The probe of a database of its own, because it is hurt.</summary>
internal sealed class PostgresProbedStore() : Harness<ProbedStore>(PostgresRecord.Name)
{
    public override Task<string?> WhyUnavailableAsync() => SharedPostgres.WhyUnavailableAsync();

    public override async Task<ProbedStore> StartEmptyAsync()
    {
        var clock = SharedPostgres.Clock();
        var hurt = await HurtPostgres.OpenAsync(clock);
        return new ProbedStore(
            new PostgresStoreProbe(hurt.Store), clock, hurt.TryWriteAsync, hurt.BreakReading, hurt.MendReading, hurt.BreakWriting, hurt.MendWriting, hurt.DisposeAsync);
    }
}
