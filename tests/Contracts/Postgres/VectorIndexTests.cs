using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Rows;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>Vectors are found through the index as without it, and vectors that no index takes are found as well.</summary>
[Category(PostgresRecord.Name)]
public sealed class VectorIndexTests
{
    private TemporaryDatabase _database = null!;

    [SetUp]
    public async Task Open()
    {
        await TemporaryDatabase.RequireServerAsync();
        _database = await TemporaryDatabase.CreateAsync(options => options with { IndexVectorsFrom = 10 });
    }

    [TearDown]
    public async Task Close()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Test]
    public async Task The_index_finds_what_comparing_all_finds_also_behind_a_filter_and_goes_with_its_model()
    {
        var inner = await _database.OpenReadyAsync();
        var store = PostgresRecord.Over(inner);
        for (var i = 1; i <= 36; i++)
            await store.Memory.TellAsync(Samples.Told("kubelet down", $"variant {i}", scope: i % 12 == 0 ? Samples.Web1 : Samples.Web2, id: Samples.Id(i)));
        await store.AdoptAsync(Searching.First);
        await store.EmbedAsync(Searching.First, [.. Enumerable.Range(1, 36).Select(i => (Samples.Id(i), i * 5.0))]);
        var narrow = Searching.Anything(depth: 3, filter: new SearchFilter(Samples.Web1));
        var before = (All: await store.FoundNearAsync(Searching.Anything(depth: 20)), Filtered: await store.FoundNearAsync(narrow));
        var made = await VectorIndexes.MakeDueAsync(inner, CancellationToken.None);
        var again = await VectorIndexes.MakeDueAsync(inner, CancellationToken.None);
        var after = (All: await store.FoundNearAsync(Searching.Anything(depth: 20)), Filtered: await store.FoundNearAsync(narrow));
        await store.ReEmbedAsync(Searching.Second);
        await store.EmbedAsync(Searching.Second, [.. Enumerable.Range(1, 36).Select(i => (Samples.Id(i), i * 5.0))]);
        await store.Vectors.DeleteOldVectorsAsync(1_000, CancellationToken.None);
        var indexes = await inner.ReadAsync(
            "read indexes", session => session.QueryAsync("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'embeddings_nearest%'", row => row.GetString(0)), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((made, again), Is.EqualTo((true, false)));
            Assert.That(after.All, Is.EqualTo(before.All));
            Assert.That(after.Filtered, Is.EqualTo(before.Filtered).And.Count.EqualTo(3));
            Assert.That(indexes, Is.Empty);
        }
    }

    [TestCase(EmbeddingRows.MostInPage)]
    [TestCase(EmbeddingRows.MostInPage + 1)]
    [TestCase(4_096)]
    public async Task Vectors_of_any_length_are_stored_and_found(int dimension)
    {
        var store = PostgresRecord.Over(await _database.OpenReadyAsync());
        var model = new ModelStamp("long", "1", dimension);
        var told = await store.Memory.TellAsync(Samples.Told());
        await store.AdoptAsync(model);
        var vector = Enumerable.Repeat((float)(1 / Math.Sqrt(dimension)), dimension).ToArray();
        await store.Vectors.StoreVectorsAsync(model, [new RecordVector(told.Id, vector)], CancellationToken.None);
        var found = await store.Search.FindNearestAsync(Searching.Anything(), new QueryVector(model, vector), CancellationToken.None);

        Assert.That(found.Hits.Single().Raw, Is.EqualTo(1).Within(1e-4));
    }
}
