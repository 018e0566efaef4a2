using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Empties the write-ahead log after an erasure, so that no copy of the text is left in it.</summary>
internal sealed class WriteAheadLog(SqliteWriter writer, TimeProvider time, int busyMilliseconds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private volatile bool _pending;

    /// <summary>True while erased text may still be in the log.</summary>
    public bool IsPending => _pending;

    /// <summary>Copies the log into the file and truncates it; a read that began before holds it back.</summary>
    /// <returns>True when the log is empty; false when it was not within two seconds, and is left to the background.</returns>
    public async Task<bool> EmptyAsync(CancellationToken ct)
    {
        _pending = true;
        var begun = time.GetTimestamp();
        while (!await TryEmptyAsync(ct).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(begun) >= Patience)
                return false;
            await Task.Delay(Pause, time, ct).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>One attempt.</summary>
    public async Task<bool> TryEmptyAsync(CancellationToken ct)
    {
        try
        {
            var isEmpty = await writer.RunAloneAsync("empty the log", Empty, ct).ConfigureAwait(false);
            if (isEmpty)
                _pending = false;
            return isEmpty;
        }
        catch (StoreUnavailableException)
        {
            // The erasure itself is committed; the caller is told that its traces are pending.
            return false;
        }
    }

    private bool Empty(WriteSession session)
    {
        // While it waits for a read to end, it holds up every write: it must not wait as long as a write may.
        session.Run("PRAGMA busy_timeout = 20");
        // The first column says whether somebody was in the way.
        var isEmpty = session.Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        session.Run($"PRAGMA busy_timeout = {busyMilliseconds}");
        return isEmpty;
    }
}
