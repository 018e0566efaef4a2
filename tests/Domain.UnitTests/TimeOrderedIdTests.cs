namespace ObsControlPlane.Domain.UnitTests;

public sealed class TimeOrderedIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 1, 2, 3, TimeSpan.Zero);

    [Test]
    public void An_id_is_of_version_7_and_tells_its_millisecond()
    {
        var later = Now.AddYears(100);
        var id = TimeOrderedId.Next(later);
        var milliseconds = Convert.ToInt64(id.ToString("N")[..12], 16);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((id.Version, id.Variant >> 2), Is.EqualTo((7, 2)));
            Assert.That(milliseconds, Is.EqualTo(later.ToUnixTimeMilliseconds()));
        }
    }

    [Test]
    public void Ids_ascend_whatever_the_clock_does()
    {
        var ids = Enumerable.Range(0, 20_000).Select(i => TimeOrderedId.Next(Now.AddMilliseconds(-(i / 5_000)))).ToList();
        Assert.That(ids, Is.Ordered.Ascending.And.Unique);
    }

    [Test]
    public async Task Threads_share_one_order()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 5_000).Select(_ => TimeOrderedId.Next(Now)).ToList())));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.SelectMany(ids => ids), Is.Unique);
            foreach (var ids in all)
                Assert.That(ids, Is.Ordered.Ascending);
        }
    }
}
