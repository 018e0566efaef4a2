using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts;

/// <summary>What is said of a store's health (contract 9).</summary>
[ContractOf(typeof(IStoreProbe))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.StoreProbe))]
public sealed class StoreProbeContract(Harness<ProbedStore> harness)
{
    private ProbedStore _store = null!;

    [SetUp]
    public async Task Start() => _store = await harness.RequireAsync();

    [TearDown]
    public async Task Close()
    {
        if (_store is not null)
            await _store.Close();
    }

    [Test]
    public async Task A_store_that_is_well_is_up_and_has_nothing_to_say()
    {
        await _store.TryWrite();
        var reading = await Read();
        var writing = _store.Probe.Writing;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((reading.IsUp, reading.Message, reading.CheckedAt), Is.EqualTo((true, (string?)null, Samples.Now)));
            Assert.That(reading.Since, Is.LessThanOrEqualTo(Samples.Now));
            Assert.That((writing.IsUp, writing.Message, writing.CheckedAt), Is.EqualTo((true, (string?)null, Samples.Now)));
        }
    }

    [Test]
    public async Task Since_stays_while_the_state_does()
    {
        var first = await Read();
        _store.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = await Read();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Since, Is.EqualTo(first.Since));
            Assert.That(second.CheckedAt, Is.EqualTo(first.CheckedAt + 5_000));
        }
    }

    [Test]
    public async Task A_store_that_cannot_be_read_says_so_and_since_when_and_recovers()
    {
        await Read();
        _store.Clock.Advance(TimeSpan.FromSeconds(5));
        _store.BreakReading();
        var down = await Read();
        _store.Clock.Advance(TimeSpan.FromSeconds(5));
        var still = await Read();
        _store.MendReading();
        _store.Clock.Advance(TimeSpan.FromSeconds(5));
        var up = await Read();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((down.IsUp, down.Since), Is.EqualTo((false, Samples.Now + 5_000)));
            AssertSaysNoPath(down.Message);
            Assert.That((still.IsUp, still.Since, still.CheckedAt), Is.EqualTo((false, Samples.Now + 5_000, Samples.Now + 10_000)));
            Assert.That((up.IsUp, up.Since, up.Message), Is.EqualTo((true, Samples.Now + 15_000, (string?)null)));
        }
    }

    [Test]
    public async Task A_real_write_that_failed_counts_at_once_and_one_that_did_not_ends_it()
    {
        await _store.TryWrite();
        _store.Clock.Advance(TimeSpan.FromSeconds(5));
        _store.BreakWriting();
        await _store.TryWrite();
        var down = _store.Probe.Writing;
        _store.MendWriting();
        _store.Clock.Advance(TimeSpan.FromSeconds(5));
        await _store.TryWrite();
        var up = _store.Probe.Writing;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((down.IsUp, down.Since, down.CheckedAt), Is.EqualTo((false, Samples.Now + 5_000, Samples.Now + 5_000)));
            AssertSaysNoPath(down.Message);
            Assert.That((up.IsUp, up.Since, up.Message), Is.EqualTo((true, Samples.Now + 10_000, (string?)null)));
        }
    }

    [Test]
    public async Task Reading_goes_on_while_writing_does_not()
    {
        _store.BreakWriting();
        await _store.TryWrite();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Read()).IsUp, Is.True);
            Assert.That(_store.Probe.Writing.IsUp, Is.False);
        }
    }

    [Test]
    public async Task What_is_said_of_writing_touches_no_store()
    {
        await _store.TryWrite();
        _store.BreakReading();
        _store.BreakWriting();

        Assert.That(_store.Probe.Writing.IsUp, Is.True, "nothing was tried since");
    }

    [Test]
    public async Task A_cancelled_read_is_cancelled_and_is_no_failure_of_the_store()
    {
        await Read();

        Assert.That(await Cancellation.OfAsync(() => _store.Probe.ReadAsync(new CancellationToken(canceled: true))), Is.True);
        Assert.That((await Read()).Since, Is.LessThanOrEqualTo(Samples.Now));
    }

    private Task<ProbeReading> Read() => _store.Probe.ReadAsync(CancellationToken.None);

    private static void AssertSaysNoPath(string? message) => Assert.That(message, Is.Not.Null.And.Not.Empty.And.Not.Contains("/").And.Not.Contains("\\"));
}
