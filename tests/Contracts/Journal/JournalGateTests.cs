using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Journal;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>Where writes go while the last entries are given to the record.</summary>
public sealed class JournalGateTests
{
    [Test]
    public async Task What_closes_it_while_the_last_are_given_is_given_too_before_it_opens()
    {
        var gate = new JournalGate();
        var rounds = 0;
        var finishing = gate.FinishAsync(
            () =>
            {
                if (rounds++ == 0)
                    gate.CloseAndEnter();
                return Task.FromResult(true);
            },
            default);
        var before = (finishing.IsCompleted, gate.IsOpen, rounds);
        gate.Leave();
        await finishing;

        Assert.That((before, gate.IsOpen, rounds), Is.EqualTo(((false, false, 1), true, 2)));
    }

    [Test]
    public async Task New_writes_wait_until_it_is_open()
    {
        var gate = new JournalGate();
        Task<bool>? entering = null;
        var finishing = gate.FinishAsync(
            () =>
            {
                entering ??= gate.EnterAsync(default);
                return Task.FromResult(!entering.IsCompleted);
            },
            default);
        await finishing;

        Assert.That((await entering!, gate.IsOpen), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_write_that_comes_while_earlier_ones_are_given_waits_for_them_a_moment_and_then_stands_behind_them()
    {
        var gate = new JournalGate();
        using (gate.BeginGiving())
        {
            var entering = gate.EnterAsync(default);
            Assert.That(entering.IsCompleted, Is.False);
            Assert.That(await entering, Is.False);
            gate.Leave();
        }

        var giving = gate.BeginGiving();
        var waiting = gate.EnterAsync(default);
        await gate.FinishAsync(() => Task.FromResult(true), default);
        giving.Dispose();
        Assert.That((await waiting, await gate.EnterAsync(default)), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task It_stays_closed_when_the_record_went_away()
    {
        var gate = new JournalGate();
        await gate.FinishAsync(() => Task.FromResult(false), default);

        Assert.That((gate.IsOpen, await gate.EnterAsync(default)), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task A_write_that_fails_while_the_last_are_given_is_in_the_record_before_any_later_one()
    {
        await using var store = new JournaledRecord();
        await store.DrainAsync();
        var held = new TaskCompletionSource();
        store.Where.FailsAfter = held.Task;
        var slow = store.Memory.TakeFixAsync(Samples.Told("kubelet down"), null, default);
        store.Where.FailsAfter = null;
        var left = new List<long>();
        await store.Gate.FinishAsync(
            async () =>
            {
                left.Add((await store.Journal.MeasureAsync(default)).Waiting);
                held.TrySetResult();
                await slow;
                return true;
            },
            default);

        Assert.That((await slow)!.Durability, Is.EqualTo(Durability.Journaled));
        Assert.That(left, Is.EqualTo(new long[] { 0, 1 }), "looked at again after the failed write went into the journal");
    }
}
