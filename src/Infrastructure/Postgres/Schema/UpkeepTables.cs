using Pgvector;

namespace ObsControlPlane.Infrastructure.Postgres.Schema;

/// <summary>A model of vectors. role: 0 old, 1 searched, 2 made to replace them.</summary>
internal sealed class EmbeddingModelRow
{
    public int Model { get; set; }

    public string Id { get; set; } = "";

    public string Revision { get; set; } = "";

    public int Dimension { get; set; }

    public short Role { get; set; }

    public long Vectors { get; set; }

    /// <summary>Whether an index over its vectors is there to be searched.</summary>
    public bool Indexed { get; set; }

    public ulong Changed { get; set; }
}

/// <summary>A vector of a record: in vector where a page holds it, else in long_vector.</summary>
internal sealed class EmbeddingRow
{
    public Guid Id { get; set; }

    public int Model { get; set; }

    public long Rid { get; set; }

    public int Dimension { get; set; }

    public Vector? Vector { get; set; }

    public Vector? LongVector { get; set; }

    public byte[] ContentHash { get; set; } = [];

    public ulong Changed { get; set; }
}

/// <summary>A record that waits for its vector.</summary>
internal sealed class WaitingRow
{
    public long Rid { get; set; }

    public Guid Id { get; set; }
}

/// <summary>An id that stands for another record.</summary>
internal sealed class AliasRow
{
    public Guid Twin { get; set; }

    public Guid Id { get; set; }
}

/// <summary>An id that stands for no record any more; rid is the row it had, or 0.</summary>
internal sealed class ErasedRow
{
    public Guid Id { get; set; }

    public short Kind { get; set; }

    public long ErasedAt { get; set; }

    public long Revision { get; set; }

    public long Rid { get; set; }

    public ulong Changed { get; set; }
}

/// <summary>The answer that was given under an idempotency key.</summary>
internal sealed class IdempotencyRow
{
    public string Key { get; set; } = "";

    public int Item { get; set; }

    public string Digest { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Answer { get; set; } = "";

    public long Created { get; set; }

    public byte[] ContentHash { get; set; } = [];
}

/// <summary>An entity whose current state is to be projected: a fix, an erased fix (kind 1) or an agent (kind 2).</summary>
internal abstract class ProjectionRow
{
    public long Id { get; set; }

    public short Kind { get; set; }

    public Guid? Fix { get; set; }

    public string? Agent { get; set; }

    public long CreatedAt { get; set; }

    public int Tries { get; set; }
}

/// <summary>What waits to be projected.</summary>
internal sealed class OutboxRow : ProjectionRow
{
    public long DueAt { get; set; }

    public string? Owner { get; set; }

    public string? Error { get; set; }
}

/// <summary>What the graph refuses for good.</summary>
internal sealed class DeadLetterRow : ProjectionRow
{
    public long ParkedAt { get; set; }

    public string Reason { get; set; } = "";
}

/// <summary>Counters in many rows, of which a transaction changes one: writers do not wait for each other. The counter is the sum.</summary>
internal sealed class CounterRow
{
    public int Slot { get; set; }

    public long Fixes { get; set; }

    public long Memories { get; set; }

    public long Outcomes { get; set; }

    public long Agents { get; set; }

    public long Worked { get; set; }

    public long Failed { get; set; }

    public long Inconclusive { get; set; }

    public long Waiting { get; set; }

    /// <summary>Terms of all records, repeats included.</summary>
    public long Terms { get; set; }
}

/// <summary>How many records hold a term, as it was counted last; terms that came later are not here.</summary>
internal sealed class TermFrequencyRow
{
    public string Term { get; set; } = "";

    public long Records { get; set; }
}

/// <summary>Until when some process of ours was up.</summary>
internal sealed class HeartbeatRow
{
    /// <summary>Always 1: there is one row.</summary>
    public short Single { get; set; }

    public long Beat { get; set; }

    /// <summary>Records that there were when the terms were counted.</summary>
    public long TermsCountedAt { get; set; }
}

/// <summary>A key of the API; of its secret the hash alone.</summary>
internal sealed class ApiKeyRow
{
    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    public short Scopes { get; set; }

    public byte[] SecretHash { get; set; } = [];

    public long CreatedAt { get; set; }

    public long? ExpiresAt { get; set; }

    public long? RevokedAt { get; set; }

    public Guid? Replaces { get; set; }

    public byte[] ContentHash { get; set; } = [];

    /// <summary>Not in the hash: it changes with the use.</summary>
    public long? LastUsedAt { get; set; }
}
