using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Whether the data file can be read and written.</summary>
internal sealed class SqliteStoreProbe(SqliteStore store) : IStoreProbe
{
    public ProbeReading Writing => store.Writing.Reading;

    public async Task<ProbeReading> ReadAsync(CancellationToken ct)
    {
        try
        {
            // A page of the file itself, and not only of the schema that every connection holds.
            await store.Readers.ReadAsync("read the heartbeat", session => session.Number("SELECT beat FROM heartbeat"), ct).ConfigureAwait(false);
            store.Reading.Succeeded();
        }
        catch (StoreUnavailableException exception)
        {
            store.Reading.Failed(exception.InnerException ?? exception);
        }

        return store.Reading.Reading;
    }
}
