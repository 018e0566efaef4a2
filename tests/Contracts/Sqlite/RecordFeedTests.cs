using ObsControlPlane.Infrastructure.Search.Serving;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

public sealed class RecordFeedTests
{
    private static readonly RecordChange[] Two = [new(RecordChangeKind.Removed, 1), new(RecordChangeKind.Removed, 2)];

    private RecordFeed _feed = null!;

    [SetUp]
    public void Open() => _feed = new RecordFeed(most: 4);

    [Test]
    public async Task Changes_are_told_in_their_order_and_those_taken_make_room()
    {
        var subscription = _feed.Subscribe();
        for (var number = 1; number <= 9; number++)
        {
            _feed.Publish(Two);
            Assert.That(await subscription.WaitAsync(CancellationToken.None), Is.True);
            Assert.That(subscription.Take()!.Number, Is.EqualTo(number));
        }

        Assert.That(subscription.Take(), Is.Null);
        _feed.Unsubscribe();
        Assert.That(await subscription.WaitAsync(CancellationToken.None), Is.False);
    }

    [Test]
    public async Task A_subscriber_that_is_too_far_behind_is_told_to_begin_anew()
    {
        var behind = _feed.Subscribe();
        for (var i = 0; i < 3; i++)
            _feed.Publish(Two);
        Assert.That(() => behind.WaitAsync(CancellationToken.None), Throws.InvalidOperationException);

        var anew = _feed.Subscribe();
        _feed.Publish(Two);
        Assert.That(await anew.WaitAsync(CancellationToken.None), Is.True);
        Assert.That((anew.Take()!.Number, _feed.Published), Is.EqualTo((4L, 4L)));
    }
}
