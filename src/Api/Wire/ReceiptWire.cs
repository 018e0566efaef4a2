using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.Wire;

/// <summary>Acknowledgement of a fix or memory (contract 5).</summary>
internal sealed record ReceiptWire
{
    /// <summary>Id of the record.</summary>
    public required Guid Id { get; init; }

    /// <summary>Fix or memory.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>Key it is remembered under.</summary>
    public required string Key { get; init; }

    /// <summary>Fingerprint of the issue; null for a memory.</summary>
    public required string? Fingerprint { get; init; }

    /// <summary><c>committed</c>: flushed to disk; <c>journaled</c>: flushed to the journal, the record follows.</summary>
    public required Durability Durability { get; init; }

    /// <summary>True when it had been said before.</summary>
    public required bool Deduplicated { get; init; }

    /// <summary>The twin this id stands for, or null.</summary>
    public required Guid? MergedInto { get; init; }

    /// <summary>Revision of the record after the write.</summary>
    public required long Revision { get; init; }

    /// <summary>Newest telling of the record, epoch milliseconds.</summary>
    public required long Ts { get; init; }

    /// <summary>The same as <c>ts</c>, RFC 3339 UTC.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Success as stated or read in this telling; null = not known.</summary>
    public required bool? Success { get; init; }

    /// <summary>True when success was read from words.</summary>
    public required bool Inferred { get; init; }

    /// <summary>State of its vector.</summary>
    public required VectorState Vector { get; init; }

    /// <summary>State of each store.</summary>
    public required ReceiptStoresWire Stores { get; init; }

    /// <summary>Families of the secrets that were replaced by <c>[redacted:family]</c> before it was stored, ordinal order, each once; empty when none was.</summary>
    public required IReadOnlyList<string> Redacted { get; init; }
}

/// <summary>Where a record has got to.</summary>
internal sealed record ReceiptStoresWire
{
    /// <summary>The record.</summary>
    public required Durability Memory { get; init; }

    /// <summary>The graph's copy.</summary>
    public required GraphState Graph { get; init; }
}

/// <summary>Acknowledgement of an outcome.</summary>
internal sealed record OutcomeReceiptWire
{
    /// <summary>Id of the outcome.</summary>
    public required Guid Id { get; init; }

    /// <summary>The fix it is about.</summary>
    public required Guid FixId { get; init; }

    /// <summary>False when the same application had been counted already, and while the journal holds the outcome.</summary>
    public required bool Counted { get; init; }

    /// <summary>The fix's standing for the outcome's scope after it.</summary>
    public required StandingWire Standing { get; init; }

    /// <summary>Counted outcomes of the fix after it.</summary>
    public required OutcomesWire Outcomes { get; init; }
}

/// <summary>Acknowledgement of an occurrence.</summary>
internal sealed record OccurrenceWire
{
    /// <summary>The issue.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The episode it opened or belongs to; null while the journal holds the occurrence.</summary>
    public required Guid? Episode { get; init; }

    /// <summary>Fixes whose success did not last, found by this occurrence, by id.</summary>
    public required IReadOnlyList<Guid> CameBack { get; init; }
}

/// <summary>Acknowledgement of an erasure.</summary>
internal sealed record ErasedWire
{
    /// <summary>The record.</summary>
    public required Guid Id { get; init; }

    /// <summary>Always true.</summary>
    public required bool Erased { get; init; }

    /// <summary>True when it had been erased before.</summary>
    public required bool Already { get; init; }

    /// <summary>Where the text is gone.</summary>
    public required ErasedStoresWire Stores { get; init; }

    /// <summary>What is true of this store's files.</summary>
    public required string Note { get; init; }
}

/// <summary>Where an erased text is gone.</summary>
internal sealed record ErasedStoresWire
{
    /// <summary><c>erased</c> or <c>pending</c>.</summary>
    public required ErasureState Memory { get; init; }

    /// <summary><c>erased</c> or <c>pending</c>.</summary>
    public required ErasureState Graph { get; init; }

    /// <summary><c>erased</c> or <c>pending</c>.</summary>
    public required ErasureState Index { get; init; }
}

/// <summary>State of an erasure in one store.</summary>
internal enum ErasureState
{
    /// <summary>The text is gone.</summary>
    Erased = 0,

    /// <summary>It follows.</summary>
    Pending = 1,
}
