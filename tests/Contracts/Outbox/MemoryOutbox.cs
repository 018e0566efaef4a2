using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Outbox;

namespace ObsControlPlane.Contracts.Outbox;

/// <summary>An outbox in memory; what is deferred is due again at once.</summary>
internal sealed class MemoryOutbox : IOutbox
{
    private readonly List<OutboxItem> _items = [];

    public int Waiting => _items.Count;

    public List<OutboxItem> Parked { get; } = [];

    public TimeSpan Pause { get; private set; }

    public int FailingClaims { get; set; }

    public Exception Failure { get; set; } = new StoreUnavailableException("memory", "claim", transient: true);

    public void Add(GraphChange? change) => _items.Add(new OutboxItem(_items.Count + 1, 1, change));

    public void Clear()
    {
        _items.Clear();
        Parked.Clear();
    }

    public Task<IReadOnlyList<OutboxItem>> ClaimAsync(int limit, TimeSpan lease, CancellationToken ct) => FailingClaims-- > 0
        ? Task.FromException<IReadOnlyList<OutboxItem>>(Failure)
        : Task.FromResult<IReadOnlyList<OutboxItem>>([.. _items.Take(limit)]);

    public int Releases { get; private set; }

    public Task<int> ReleaseAsync(CancellationToken ct) => Task.FromResult(++Releases);

    public Task<int> CompleteAsync(IReadOnlyList<OutboxItem> delivered, CancellationToken ct) => Task.FromResult(_items.RemoveAll(delivered.Contains));

    public Task DeferAsync(IReadOnlyList<OutboxItem> items, TimeSpan pause, string reason, CancellationToken ct)
    {
        Pause = pause;
        return Task.CompletedTask;
    }

    public Task<bool> ParkAsync(OutboxItem item, string reason, CancellationToken ct)
    {
        Parked.Add(item);
        return Task.FromResult(_items.Remove(item));
    }

    public Task WaitAsync(TimeSpan most, CancellationToken ct) => Task.Delay(1, ct);

    public Task<IReadOnlyList<ParkedItem>> ListParkedAsync(long after, int limit, CancellationToken ct) => Task.FromResult<IReadOnlyList<ParkedItem>>(
        [.. Parked.Where(item => item.Seq > after).Take(limit).Select(item => new ParkedItem(item.Seq, "fix", $"{item.Seq}", item.Attempts, Samples.Now, Samples.Now, "no"))]);

    public Task<bool> RetryAsync(long seq, CancellationToken ct)
    {
        _items.AddRange(Parked.Where(item => item.Seq == seq));
        return DiscardAsync(seq, ct);
    }

    public Task<bool> DiscardAsync(long seq, CancellationToken ct) => Task.FromResult(Parked.RemoveAll(item => item.Seq == seq) > 0);

    public Task<OutboxStats> GetStatsAsync(CancellationToken ct) => Task.FromResult(new OutboxStats(_items.Count, null, Parked.Count));
}
