using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Whether the database can be read and written.</summary>
internal sealed class PostgresStoreProbe(PostgresStore store) : IStoreProbe
{
    public ProbeReading Writing => store.Writing.Reading;

    public async Task<ProbeReading> ReadAsync(CancellationToken ct)
    {
        try
        {
            await store.ReadAsync("read the heartbeat", session => session.QueryAsync("SELECT beat FROM heartbeat", row => row.GetInt64(0)), ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            store.Reading.Failed(exception.InnerException ?? exception);
        }

        return store.Reading.Reading;
    }
}
