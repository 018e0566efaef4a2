using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Journal;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>The record with what stands in for it: the journal for its writes, the index in memory for its searches.</summary>
/// <param name="record">The record itself.</param>
/// <param name="journal">The journal.</param>
/// <param name="index">The index.</param>
internal sealed class ServersStoreProbe(
    [FromKeyedServices(JournalServices.Record)] IStoreProbe record, [FromKeyedServices(JournalProbe.Name)] IStoreProbe journal, IndexFeeder index) : IStoreProbe
{
    // Whoever asks for health waits for this, and has its own deadline.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public ProbeReading Writing
    {
        get
        {
            var (own, kept) = (record.Writing, journal.Writing);
            return (own.IsUp, kept.IsUp) switch
            {
                (true, true) => own with { Message = kept.Message },
                (true, false) => own with { Message = $"{kept.Message} Should PostgreSQL go away, no write would be acknowledged." },
                (false, true) => own with { IsUp = true, IsStoodIn = true, Message = $"{own.Message} The journal takes writes (202) and gives them to it in their order when it is back." },
                (false, false) => own with { Message = $"{own.Message} {kept.Message} No write is acknowledged." },
            };
        }
    }

    /// <inheritdoc/>
    public async Task<ProbeReading> ReadAsync(CancellationToken ct)
    {
        var reading = await AskAsync(ct).ConfigureAwait(false);
        if (reading.IsUp || !index.IsServing)
            return reading;
        return reading with { IsUp = true, IsStoodIn = true, Message = $"{reading.Message} Recall answers from what is in memory and from the graph, and says how old that is; other reads fail." };
    }

    private async Task<ProbeReading> AskAsync(CancellationToken ct)
    {
        try
        {
            return await record.ReadAsync(ct).WaitAsync(Patience, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return record.Writing with { IsUp = false, Message = "PostgreSQL did not answer in time." };
        }
    }
}
