using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Searching;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>Fixes and the database that holds them with all their vectors, an index over these, counted terms, and the same fixes in the graph.</summary>
/// <param name="Fixes">The fixes, oldest first.</param>
/// <param name="Ids">For each the id that it has.</param>
/// <param name="Database">The database; nobody has it open.</param>
/// <param name="Model">The model of the vectors.</param>
internal sealed record PreparedRecord(IReadOnlyList<SampleFix> Fixes, IReadOnlyList<Guid> Ids, OwnDatabase Database, StoredModel Model)
{
    // So many fit into the time that a write waits for its group at most, on a slow machine too.
    private const int Group = 500;

    private const int Small = 20_000;
    private const int Large = 100_000;

    /// <summary>Fixes of a run: as many as a record in use has where minutes do not matter, else enough for an index over the vectors.</summary>
    public static int SizeOf(BenchmarkOptions options) => options.Large ? Large : Small;

    /// <summary>Makes one.</summary>
    public static async Task<PreparedRecord> MakeAsync(BenchmarkOptions options, Stand stand, int size)
    {
        Console.Error.WriteLine($"preparing {size} fixes");
        var fixes = Texts.Spread(Texts.Fixes(Math.Max(size, Large), options.Data, seed: 7), size);
        var database = await stand.NewDatabaseAsync();
        IReadOnlyList<Guid> ids;
        StoredModel model;
        await using (var store = database.Open(isPatient: true))
        {
            ids = await Filling.TellAsync(new PostgresAgentRegistry(store), new PostgresFixMemory(store), fixes, store.Now, Group);
            await Filling.StoreVectorsAsync(new PostgresVectorMemory(store), fixes, new FixVectors(options.Vectors));
            await VectorIndexes.MakeDueAsync(store, default);
            await TermFrequencies.CountDueAsync(store, default);
            model = (await store.ReadAsync("read the models", ModelRows.AllAsync, default)).In(ModelRole.Serving)!;
        }

        await database.RunAsync("VACUUM ANALYZE");
        await using (await stand.StartAsync(database))
            await database.DrainedAsync("outbox");
        return model.IsIndexed ? new(fixes, ids, database, model) : throw new InvalidOperationException("The vectors have no index.");
    }
}
