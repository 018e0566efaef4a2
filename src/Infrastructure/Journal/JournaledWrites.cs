using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>Writes to the record, or into the journal while the record is away. An acknowledged write is in one of the two.</summary>
internal sealed class JournaledWrites(RecordPorts record, WriteJournal journal, JournalGate gate)
{
    /// <summary>Writes.</summary>
    /// <param name="kind">Which write.</param>
    /// <param name="value">What is written.</param>
    /// <param name="key">The caller's key, or null.</param>
    /// <param name="isRepeatable">True when the record itself knows a repeat of this very value; else it is given a key.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The answer; null when what the write is about is not there.</returns>
    /// <exception cref="StoreUnavailableException">Neither could take it.</exception>
    public async Task<Written<TAnswer>?> WriteAsync<TWrite, TAnswer>(
        JournalKind<TWrite, TAnswer> kind, TWrite value, WriteKey? key, bool isRepeatable, CancellationToken ct)
        where TAnswer : class
    {
        // A write whose connection breaks may have been committed: the journal's copy must find it done.
        var own = key ?? WriteKeys.Own();
        if (await gate.EnterAsync(ct).ConfigureAwait(false))
        {
            try
            {
                return await kind.WriteAsync(record, value, isRepeatable ? key : own, ct).ConfigureAwait(false);
            }
            catch (StoreUnavailableException exception) when (exception is { IsTransient: true, IsOverload: false })
            {
                gate.CloseAndEnter();
            }
        }

        try
        {
            return await kind.HoldAsync(journal, value, own, ct).ConfigureAwait(false);
        }
        finally
        {
            gate.Leave();
        }
    }
}
