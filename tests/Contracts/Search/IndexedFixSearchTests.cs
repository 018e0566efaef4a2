using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Sqlite;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Contracts.Search;

/// <summary>Who answers about one issue while the index is behind the record.</summary>
public sealed class IndexedFixSearchTests
{
    private static readonly SearchQuery Asked = new(
        Issue.FromText("disk full").Fingerprint, "disk full", SearchKinds.Fixes, 10, SearchFilter.None, null, new HashSet<Guid>());

    private static readonly ExactLeg InStore = new([new LegHit(IndexSamples.Facts(7), 1)]);

    private static readonly Func<Task<ExactLeg>> Answers = () => Task.FromResult(InStore);
    private static readonly Func<Task<ExactLeg>> IsDown = () => throw new StoreUnavailableException("memory", "answer", transient: true);
    private static readonly Func<Task<ExactLeg>> StandsStill = () => new TaskCompletionSource<ExactLeg>().Task;

    private FedByHand _record = null!;
    private IndexFeeder _feeder = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _record = new FedByHand { Patience = TimeSpan.FromMilliseconds(10) };
        _feeder = new IndexFeeder(_record, new FakeTimeProvider(), NullLogger<IndexFeeder>.Instance);
        await _feeder.StartLoadedAsync();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _feeder.StopAsync(CancellationToken.None);
        _feeder.Dispose();
    }

    [Test]
    public async Task The_index_while_it_is_not_behind() =>
        Assert.That((await SearchOver(IsDown).FindExactAsync(Asked, default)).Hits, Is.Empty);

    [Test]
    public async Task The_store_while_it_is()
    {
        _record.Publish();
        Assert.That(await SearchOver(Answers).FindExactAsync(Asked, default), Is.SameAs(InStore));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_index_with_its_age_where_the_store_does_not_answer(bool fails)
    {
        _record.Publish();
        var found = await SearchOver(fails ? IsDown : StandsStill).FindExactAsync(Asked, default);
        Assert.That((found.Hits.Count, found.LagMilliseconds > 0), Is.EqualTo((0, true)));
    }

    private IndexedFixSearch SearchOver(Func<Task<ExactLeg>> exact) => new(_feeder, new Store(exact), _record);

    private sealed class Store(Func<Task<ExactLeg>> exact) : IFixSearch
    {
        public bool IsLoading => false;

        public Task<ExactLeg> FindExactAsync(SearchQuery query, CancellationToken ct) => exact();

        public Task<WordLeg> FindWordsAsync(SearchQuery query, CancellationToken ct) => throw new NotSupportedException();

        public Task<VectorLeg> FindNearestAsync(SearchQuery query, QueryVector vector, CancellationToken ct) => throw new NotSupportedException();
    }
}
