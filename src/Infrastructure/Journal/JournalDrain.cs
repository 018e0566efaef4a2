using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>
/// Gives the journal's writes to the record as soon as that is back, each once: every entry has an idempotency key, so one that was given before the
/// program died is found done. What concerns the same things is given in its order, oldest first; what does not, at once, so that it shares transactions. What the record refuses for good, and what cannot be read, is put aside and shown, never dropped.
/// </summary>
internal sealed class JournalDrain(
    RecordPorts record, IStoreProbe probe, WriteJournal journal, JournalGate gate, JournalKinds kinds, TimeProvider time, ILogger<JournalDrain> log) : BackgroundService
{
    private const int PageLength = 100;
    private const int FewLeft = 50;
    private const int MostStumbles = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeDeadline = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<long, int> _stumbles = [];

    /// <summary>Lets writes go to the record before anything listens, when that is there and nothing waits.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(async () =>
        {
            if ((await journal.MeasureAsync(cancellationToken).ConfigureAwait(false)).Waiting == 0)
                await DrainAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(() => LookAsync(stoppingToken), stoppingToken).ConfigureAwait(false);
            await journal.Retried.WaitAsync(Interval, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(Func<Task> act, CancellationToken ct)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            log.LogError(exception, "The journal could not be drained; it is tried again in {Seconds} s.", Interval.TotalSeconds);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        await journal.BeatAsync(ct).ConfigureAwait(false);
        if (!gate.IsOpen || await journal.HoldsAnyAsync(ct).ConfigureAwait(false))
            await DrainAsync(ct).ConfigureAwait(false);
        await journal.MeasureAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Gives to the record what the journal holds, if the record is there.</summary>
    public async Task DrainAsync(CancellationToken ct)
    {
        if (!await IsUpAsync(ct).ConfigureAwait(false))
            return;
        using var giving = gate.BeginGiving();
        while (await journal.ReadAsync(PageLength, ct).ConfigureAwait(false) is { Count: > 0 } page)
        {
            // The oldest of the last few shows whether the record takes writes: new ones wait only while the others are given.
            var isMany = page.Count > FewLeft;
            if (!await GiveAsync(isMany ? page : page[..1], ct).ConfigureAwait(false))
                return;
            if (!isMany)
                break;
        }

        await gate.FinishAsync(() => GiveAllAsync(ct), ct).ConfigureAwait(false);
    }

    private async Task<bool> GiveAllAsync(CancellationToken ct)
    {
        while (await journal.ReadAsync(PageLength, ct).ConfigureAwait(false) is { Count: > 0 } page)
        {
            if (!await GiveAsync(page, ct).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    private async Task<bool> IsUpAsync(CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(ProbeDeadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            return (await probe.ReadAsync(both.Token).ConfigureAwait(false)).IsUp;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Gives entries to the record; false when it went away meanwhile.</summary>
    private async Task<bool> GiveAsync(List<JournalEntry> page, CancellationToken ct)
    {
        var taken = new ConcurrentBag<long>();
        try
        {
            List<(JournalEntry Entry, HeldWrite Held)> read = [.. page.Select(entry => (entry, Read(entry)))];
            var order = new GivingOrder(await IssuesAsync(read.SelectMany(write => write.Held.Concerns.Fixes), ct).ConfigureAwait(false));
            List<Task<bool>> given =
                [.. read.Select(write => order.Add(write.Held.Concerns, () => GiveAsync(write.Entry, write.Held, taken, ct)))];
            return (await Task.WhenAll(given).ConfigureAwait(false)).All(done => done);
        }
        catch (StoreUnavailableException exception)
        {
            log.LogWarning(exception, "The record cannot be asked for what the journal's writes concern; they wait until it can.");
            return false;
        }
        finally
        {
            if (!taken.IsEmpty)
            {
                await journal.RemoveAsync([.. taken], CancellationToken.None).ConfigureAwait(false);
                log.LogInformation("The record took {Count} writes of the journal.", taken.Count);
            }
        }
    }

    // One that cannot be read fails when its turn comes.
    private HeldWrite Read(JournalEntry entry)
    {
        try
        {
            return kinds.Read(entry);
        }
        catch (UnreadableEntryException exception)
        {
            return new HeldWrite("", Concerns.Everything, (_, _) => Task.FromException<bool>(exception));
        }
    }

    // An outcome names its fix alone, and must keep its place among what is told of the fix's issue.
    private async Task<IReadOnlyDictionary<Guid, Fingerprint>> IssuesAsync(IEnumerable<(Guid Id, Fingerprint? Issue)> fixes, CancellationToken ct)
    {
        Guid[] asked = [.. fixes.Where(fix => fix.Issue is null).Select(fix => fix.Id).Distinct()];
        try
        {
            var found = asked.Length == 0 ? [] : await record.Memory.GetManyAsync(asked, ct).ConfigureAwait(false);
            return found.Select(stored => stored.Fix?.Fix).OfType<Fix>().ToDictionary(fix => fix.Id, fix => fix.Fingerprint);
        }
        catch (StoreUnavailableException exception) when (exception.IsRefusal)
        {
            // One of them is damaged in the record. That is for the write that names it to meet; till then it may concern anything.
            return new Dictionary<Guid, Fingerprint>();
        }
    }

    private async Task<bool> GiveAsync(JournalEntry entry, HeldWrite held, ConcurrentBag<long> taken, CancellationToken ct)
    {
        string reason;
        try
        {
            if (await held.ReplayAsync(record, ct).ConfigureAwait(false))
            {
                taken.Add(entry.Seq);
                _stumbles.TryRemove(entry.Seq, out _);
                return true;
            }

            reason = "What it is about is not there.";
        }
        catch (UnreadableEntryException exception)
        {
            log.LogError(exception, "Write {Seq} of the journal cannot be read.", entry.Seq);
            reason = exception.Message;
        }
        catch (DomainException exception) when (exception.Code == ProblemCodes.IdempotencyKeyInFlight)
        {
            return false;
        }
        catch (DomainException exception)
        {
            reason = exception.Message;
        }
        catch (StoreUnavailableException exception) when (!exception.IsRefusal)
        {
            // It is away, or its set-up has to be mended (a password, a right, a schema): that concerns no write of its own.
            log.LogWarning(exception, "The record does not take the journal's writes; they wait until it does.");
            return false;
        }
        catch (StoreUnavailableException exception)
        {
            log.LogError(exception, "The record refused write {Seq} of the journal.", entry.Seq);
            reason = "The record refused it; the log says why.";
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            log.LogError(exception, "Write {Seq} of the journal failed unexpectedly.", entry.Seq);
            if (!StumblesForGood(entry))
                return false;
            reason = "It failed unexpectedly whenever it was tried; the log says why.";
        }

        log.LogWarning("Write {Seq} of the journal ({Kind}) was put aside: {Reason}", entry.Seq, entry.Kind, reason);
        await journal.RefuseAsync(entry, reason, ct).ConfigureAwait(false);
        _stumbles.TryRemove(entry.Seq, out _);
        return true;
    }

    // A fault of ours may pass; one that the same write meets again and again must not hold up all others.
    private bool StumblesForGood(JournalEntry entry) => _stumbles.AddOrUpdate(entry.Seq, 1, (_, times) => times + 1) >= MostStumbles;
}
