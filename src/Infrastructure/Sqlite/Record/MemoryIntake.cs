using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Takes a memory into the transaction of the caller (contract 2).</summary>
internal static class MemoryIntake
{
    /// <summary>A new memory, or the same one told again: the newest telling's agent, scope and metadata show, as for a fix.</summary>
    public static Receipt Take(WriteSession session, Memory memory)
    {
        var known = MemoryRows.ByIdentity(session, memory.Key, memory.Content);
        var kept = known is null ? memory
            : memory.Ts < known.Memory.Ts ? known.Memory
            : known.Memory with { Ts = memory.Ts, Agent = memory.Agent, Scope = memory.Scope, Metadata = memory.Metadata };
        kept = kept with { Revision = session.NextRevision() };
        var rid = known?.Rid ?? MemoryRows.Insert(session, kept);
        if (known is not null)
            MemoryRows.Update(session, rid, kept);
        return new Receipt(
            kept.Id, RecordKind.Memory, kept.Key, null, Durability.Committed, known is not null, null, kept.Revision, kept.Ts,
            null, false, EmbeddingQueue.StateOf(session, rid), GraphState.NotApplicable);
    }
}
