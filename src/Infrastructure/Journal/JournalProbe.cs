using System.Globalization;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>Whether the journal can take writes, and whether some wait in it: then it is up and has something to say.</summary>
internal sealed class JournalProbe(WriteJournal journal) : IStoreProbe
{
    /// <summary>What it is called in health, and the key under which it is registered.</summary>
    public const string Name = "journal";

    /// <inheritdoc/>
    public ProbeReading Writing
    {
        get
        {
            var file = journal.Writing;
            return file with { Message = file.IsUp ? WaitingIn(journal.Newest) : $"The journal cannot be written. {file.Message}" };
        }
    }

    /// <inheritdoc/>
    public async Task<ProbeReading> ReadAsync(CancellationToken ct)
    {
        try
        {
            await journal.MeasureAsync(ct).ConfigureAwait(false);
            return Writing;
        }
        catch (StoreUnavailableException)
        {
            return Writing with { IsUp = false, Message = "The journal cannot be read: what it holds does not reach the record." };
        }
    }

    private static string? WaitingIn(JournalDepth depth) => depth switch
    {
        { Waiting: 0 } => null,
        { Waiting: 1 } => $"The journal: 1 write waits for PostgreSQL since {Instant(depth.OldestAt)}.",
        _ => string.Create(CultureInfo.InvariantCulture, $"The journal: {depth.Waiting} writes wait for PostgreSQL since {Instant(depth.OldestAt)}."),
    };

    private static string Instant(long? at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at ?? 0).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
