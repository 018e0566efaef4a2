using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;

namespace ObsControlPlane.Application.Ports;

/// <summary>One line of a lossless copy.</summary>
public abstract record ExportRecord;

/// <summary>A fix without its reports and outcomes, which follow as lines of their own and rebuild its counters.</summary>
/// <param name="Fix">The fix; sightings, counters and revision are recomputed where it arrives.</param>
public sealed record ExportedFix(Fix Fix) : ExportRecord;

/// <summary>A report of a fix.</summary>
/// <param name="FixId">The fix.</param>
/// <param name="Report">The report; its outcome, if it states one, follows as a line of its own.</param>
public sealed record ExportedReport(Guid FixId, FixReport Report) : ExportRecord;

/// <summary>An outcome of a fix.</summary>
/// <param name="Entry">The outcome and whether it counted.</param>
public sealed record ExportedOutcome(OutcomeEntry Entry) : ExportRecord;

/// <summary>A memory.</summary>
/// <param name="Memory">The memory.</param>
public sealed record ExportedMemory(Memory Memory) : ExportRecord;

/// <summary>An agent.</summary>
/// <param name="Agent">The agent.</param>
public sealed record ExportedAgent(Agent Agent) : ExportRecord;

/// <summary>An episode.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="IssueText">Text of its issue; null when erased.</param>
/// <param name="CameBack">Fixes that were counted as come back in it.</param>
/// <param name="Details">Its alerts and who was on it; null when there is nothing of the kind, and in exports of earlier versions.</param>
public sealed record ExportedEpisode(Episode Episode, string? IssueText, IReadOnlyList<Guid> CameBack, EpisodeDetails? Details = null) : ExportRecord;

/// <summary>Occurrences of an episode, one after the other; they follow the episode's own line.</summary>
/// <param name="EpisodeId">The episode.</param>
/// <param name="First">Which occurrence of the episode the first of them is, counted from 1.</param>
/// <param name="Seen">When each was seen, epoch milliseconds, in the order they were told; 1–<see cref="Most"/>.</param>
public sealed record ExportedOccurrences(Guid EpisodeId, long First, IReadOnlyList<long> Seen) : ExportRecord
{
    /// <summary>Most occurrences of one line.</summary>
    public const int Most = 1_000;
}

/// <summary>An id whose record was erased; arriving elsewhere, it erases there too.</summary>
/// <param name="Kind">Fix or memory.</param>
/// <param name="Id">The id.</param>
/// <param name="ErasedAt">When, epoch milliseconds.</param>
public sealed record ExportedErasure(RecordKind Kind, Guid Id, long ErasedAt) : ExportRecord;

/// <summary>What happened to a line of an export.</summary>
/// <param name="Id">Id of the record, or the fingerprint's or agent's key as text.</param>
/// <param name="Deduplicated">True when it was there already.</param>
/// <param name="MergedInto">The twin that a fix's id now stands for, or null.</param>
public sealed record ImportedReceipt(string Id, bool Deduplicated, Guid? MergedInto);
