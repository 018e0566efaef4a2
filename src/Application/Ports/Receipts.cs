using System.Text.Json.Serialization;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Application.Ports;

/// <summary>What kind of record.</summary>
public enum RecordKind
{
    /// <summary>A fix of an issue.</summary>
    Fix = 0,

    /// <summary>Anything else that was remembered.</summary>
    Memory = 1,
}

/// <summary>What an acknowledgement promises.</summary>
public enum Durability
{
    /// <summary>The record has committed with flush.</summary>
    Committed = 0,

    /// <summary>The journal holds it with flush; the record follows.</summary>
    Journaled = 1,
}

/// <summary>State of a record's vector.</summary>
public enum VectorState
{
    /// <summary>No embedder is configured.</summary>
    Off = 0,

    /// <summary>It follows in the background.</summary>
    Pending = 1,

    /// <summary>It is searchable.</summary>
    Ready = 2,
}

/// <summary>State of the graph's copy of a record.</summary>
public enum GraphState
{
    /// <summary>The graph holds it (in embedded mode: the same file, the same transaction).</summary>
    Committed = 0,

    /// <summary>It follows.</summary>
    Pending = 1,

    /// <summary>Records of this kind are not in the graph.</summary>
    NotApplicable = 2,
}

/// <summary>Acknowledgement of a fix or memory that was taken in (contract 5).</summary>
/// <param name="Id">Id of the record.</param>
/// <param name="Kind">Fix or memory.</param>
/// <param name="Key">Key it is remembered under.</param>
/// <param name="Fingerprint">Fingerprint of the issue; null for a memory.</param>
/// <param name="Durability">What is promised.</param>
/// <param name="Deduplicated">True when it had been said before.</param>
/// <param name="MergedInto">The twin this id stands for, or null.</param>
/// <param name="Revision">Revision of the record after the write.</param>
/// <param name="Ts">Newest telling of the record, epoch milliseconds.</param>
/// <param name="Success">Success as stated or read in this telling; null when not known.</param>
/// <param name="Inferred">True when it was read from words.</param>
/// <param name="Vector">State of its vector.</param>
/// <param name="Graph">State of the graph's copy.</param>
public sealed record Receipt(
    Guid Id, RecordKind Kind, string Key, Fingerprint? Fingerprint, Durability Durability, bool Deduplicated, Guid? MergedInto,
    long Revision, long Ts, bool? Success, bool Inferred, VectorState Vector, GraphState Graph)
{
    /// <summary>Families of the secrets that were taken out of this telling before it was stored, ordinal order, each once. Said of the request, so no store keeps it.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Redacted { get; init; } = [];
}

/// <summary>Acknowledgement of an outcome.</summary>
/// <param name="Id">Id of the outcome.</param>
/// <param name="FixId">The fix it is about.</param>
/// <param name="Counted">False when the same application had been counted already, and while the journal holds it.</param>
/// <param name="Counts">Counted outcomes of the fix after the write.</param>
/// <param name="Evidence">Counted outcomes by scope after the write.</param>
public sealed record OutcomeReceipt(
    Guid Id, Guid FixId, bool Counted, OutcomeCounts Counts, IReadOnlyList<ScopedEvidence> Evidence);

/// <summary>Acknowledgement of an occurrence.</summary>
/// <param name="Fingerprint">The issue.</param>
/// <param name="Episode">The episode it opened or belongs to; null while the journal holds it.</param>
/// <param name="Opened">True when it opened the episode.</param>
/// <param name="CameBack">Fixes whose success did not last, found by this occurrence; ordered by id. Empty for a repeat.</param>
public sealed record OccurrenceReceipt(Fingerprint Fingerprint, Guid? Episode, bool Opened, IReadOnlyList<Guid> CameBack);

/// <summary>Acknowledgement of an erasure.</summary>
/// <param name="Id">The record.</param>
/// <param name="Already">True when it had been erased before.</param>
/// <param name="Memory">True when the record's text is gone from the store's files.</param>
/// <param name="Graph">True when the graph's copy is gone; false while it is pending.</param>
/// <param name="Index">True when the search indexes' copies are gone; false while it is pending.</param>
/// <param name="Note">What is true of this store's files, in one sentence.</param>
public sealed record ErasedReceipt(Guid Id, bool Already, bool Memory, bool Graph, bool Index, string Note);

/// <summary>Acknowledgement of a registration.</summary>
/// <param name="Agent">The agent after it.</param>
/// <param name="IsNew">True when the name was not known.</param>
/// <param name="PreviousServer">The server it ran on before, when that was another one; else null.</param>
public sealed record AgentReceipt(Agent Agent, bool IsNew, string? PreviousServer);

/// <summary>Acknowledgement of a telemetry report.</summary>
/// <param name="Duplicate">True when this report had been taken before; nothing was changed then.</param>
/// <param name="Agent">The agent after it.</param>
/// <param name="Fixes">A receipt per fix of the report, in its order; empty for a duplicate; a fix whose fingerprint is not known and has no issue text gives null.</param>
/// <param name="Issues">A receipt per issue of the report, in its order; an issue that is not known and has no text gives null.</param>
public sealed record TelemetryReceipt(
    bool Duplicate, AgentReceipt Agent, IReadOnlyList<Receipt?> Fixes, IReadOnlyList<OccurrenceReceipt?> Issues);
