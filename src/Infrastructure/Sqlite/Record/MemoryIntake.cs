using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Takes a memory into the transaction of the caller (contract 2).</summary>
internal static class MemoryIntake
{
    /// <summary>A new memory, or the same one told again.</summary>
    public static Receipt Take(WriteSession session, Memory memory)
    {
        var known = MemoryRows.ByIdentity(session, memory.Key, memory.Content);
        var kept = (known?.Memory.ToldAgain(memory) ?? memory) with { Revision = session.NextRevision() };
        var rid = known?.Rid ?? MemoryRows.Insert(session, kept);
        if (known is not null)
            MemoryRows.Update(session, rid, kept);
        return Taken.Receipt(kept, known is not null, EmbeddingQueue.StateOf(session, rid));
    }
}
