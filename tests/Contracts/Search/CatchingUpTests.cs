using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Contracts.Search;

public sealed class CatchingUpTests
{
    [Test]
    public async Task Whoever_waits_is_released_when_the_number_is_reached_and_not_before()
    {
        var index = new CatchingUp();
        Task[] waiting = [.. new long[] { 2, 1, 3, 2 }.Select(number => index.ReachedAsync(number, CancellationToken.None))];
        index.Reach(2);
        await Task.WhenAll(waiting[0], waiting[1], waiting[3]);
        Assert.That((waiting[2].IsCompleted, index.Waiting), Is.EqualTo((false, 1)));
        Assert.That(index.ReachedAsync(2, CancellationToken.None).IsCompletedSuccessfully);
        index.ReleaseAll();
        await waiting[2];
    }

    [Test]
    public void Whoever_gives_up_waits_no_longer()
    {
        var index = new CatchingUp();
        using var end = new CancellationTokenSource();
        var staying = index.ReachedAsync(1, CancellationToken.None);
        Task[] leaving = [.. Enumerable.Range(0, 100).Select(_ => index.ReachedAsync(1, end.Token))];
        end.Cancel();
        Assert.That(() => Task.WhenAll(leaving), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((index.Waiting, staying.IsCompleted), Is.EqualTo((1, false)));
    }

    [Test]
    public void Whoever_has_given_up_already_does_not_begin_to_wait()
    {
        var index = new CatchingUp();
        Assert.That(() => index.ReachedAsync(1, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(index.Waiting, Is.Zero);
    }
}
