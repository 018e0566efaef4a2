using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>What waits in the journal for the record.</summary>
internal sealed class JournalBacklog(WriteJournal journal) : IBacklog
{
    /// <inheritdoc/>
    public string Store => "memory";

    /// <inheritdoc/>
    public async Task<BacklogReading> ReadAsync(CancellationToken ct)
    {
        var depth = await journal.MeasureAsync(ct).ConfigureAwait(false);
        return new BacklogReading(depth.Waiting, depth.OldestAt, depth.Refused);
    }
}
