using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Takes a memory into the transaction of the caller (contract 2).</summary>
internal static class MemoryIntake
{
    /// <summary>Gathers what has to be known, and holds the key.</summary>
    public static Asked<StoredMemory> Gather(WriteSession session, Memory memory)
    {
        session.Lock(MemoryRows.LockName(memory.Key));
        var asked = MemoryRows.AskByIdentity(session, memory.Key, memory.Content);
        session.DrawRevisions(1);
        return asked;
    }

    /// <summary>A new memory, or the same one told again.</summary>
    public static async Task<Receipt?> TakeAsync(WriteSession session, Memory memory, Asked<StoredMemory> asked)
    {
        await session.SendAsync().ConfigureAwait(false);
        var known = asked.First;
        var kept = (known?.Memory.ToldAgain(memory) ?? memory) with { Revision = await session.NextRevisionAsync().ConfigureAwait(false) };
        var vector = session.MakesVectors ? VectorState.Pending : VectorState.Off;
        if (known is null)
        {
            MemoryRows.Insert(session, kept);
        }
        else
        {
            MemoryRows.Update(session, kept);
            var waiting = EmbeddingQueue.Ask(session, known.Rid);
            await session.SendAsync().ConfigureAwait(false);
            vector = EmbeddingQueue.StateOf(session, waiting);
        }

        return Taken.Receipt(kept, known is not null, vector);
    }
}
