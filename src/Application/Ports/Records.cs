using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Ports;

/// <summary>A fix and the counted outcomes its standing is read from.</summary>
/// <param name="Fix">The fix.</param>
/// <param name="Evidence">Counted outcomes by exact scope; empty without evidence.</param>
public sealed record FixWithEvidence(Fix Fix, IReadOnlyList<ScopedEvidence> Evidence);

/// <summary>A fix with its history.</summary>
/// <param name="Fix">The fix; <see cref="Fix.MergedInto"/> is set, and <see cref="Fix.Id"/> the asked one, when a twin's id was asked for.</param>
/// <param name="Evidence">Counted outcomes by exact scope.</param>
/// <param name="History">The newest 100 outcomes, newest first, ties by id.</param>
/// <param name="Reports">The newest 100 reports, newest first, ties by id.</param>
public sealed record FixRecord(
    Fix Fix, IReadOnlyList<ScopedEvidence> Evidence, IReadOnlyList<OutcomeEntry> History, IReadOnlyList<FixReport> Reports);

/// <summary>An outcome and whether it counted.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Counted">False when the same application had been counted already.</param>
public sealed record OutcomeEntry(OutcomeReport Outcome, bool Counted);

/// <summary>A fix or a memory; exactly one of the two is set.</summary>
/// <param name="Fix">The fix, or null.</param>
/// <param name="Memory">The memory, or null.</param>
public sealed record StoredRecord(FixWithEvidence? Fix, Memory? Memory)
{
    /// <summary>Its id.</summary>
    public Guid Id => Fix?.Fix.Id ?? Memory!.Id;
}

/// <summary>What to change of a fix; null members stay as they are.</summary>
/// <param name="Id">The fix.</param>
/// <param name="ExpectedRevision">The revision the caller read.</param>
/// <param name="Solution">Another solution, or null.</param>
/// <param name="Tags">The whole new set of tags, or null.</param>
/// <param name="Metadata">The whole new object, or null.</param>
/// <param name="Scope">The whole new scope, or null.</param>
/// <param name="SuccessorId">UUIDv7 that a successor takes when the solution changes.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
public sealed record FixCorrection(
    Guid Id, long ExpectedRevision, string? Solution, IReadOnlyList<string>? Tags, Metadata? Metadata, Scope? Scope, Guid SuccessorId, long Now);

/// <summary>A question for fixes, newest first.</summary>
/// <param name="Limit">At most this many, 1–201.</param>
/// <param name="After">Only fixes after this place in the order, or null for the beginning.</param>
/// <param name="Success">Only fixes with this state, or null for any.</param>
/// <param name="Agent">Only fixes that this agent told at any time, or null.</param>
/// <param name="Server">Only fixes told for this server at any time, or null.</param>
/// <param name="Service">Only fixes told for this service at any time, or null.</param>
/// <param name="Since">Only fixes with <see cref="Fix.Ts"/> at or after this, epoch milliseconds, or null.</param>
/// <param name="Fingerprint">Only fixes of this issue, or null.</param>
public sealed record FixListQuery(
    int Limit, ListPosition? After = null, SuccessState? Success = null, string? Agent = null, string? Server = null,
    string? Service = null, long? Since = null, Fingerprint? Fingerprint = null);

/// <summary>A place in a list that falls by instant, ties by id ascending.</summary>
/// <param name="Ts">Instant of the last one seen, epoch milliseconds.</param>
/// <param name="Id">Id of the last one seen.</param>
public sealed record ListPosition(long Ts, Guid Id);

/// <summary>What is known of a fix's success.</summary>
public enum SuccessState
{
    /// <summary>Nothing conclusive.</summary>
    Unknown = 0,

    /// <summary>The newest conclusive outcome is a success.</summary>
    Worked = 1,

    /// <summary>The newest conclusive outcome is a failure or a roll-back.</summary>
    Failed = 2,
}

/// <summary>Counts behind a success rate.</summary>
/// <param name="Fixes">Fixes that match.</param>
/// <param name="Succeeded">Their counted successes.</param>
/// <param name="Failed">Their counted failures and roll-backs.</param>
/// <param name="Unknown">Fixes among them without a counted conclusive outcome.</param>
public sealed record SuccessCounts(long Fixes, long Succeeded, long Failed, long Unknown);

/// <summary>One issue in a window.</summary>
/// <param name="Fingerprint">The issue.</param>
/// <param name="IssueText">Its text; empty when it was erased.</param>
/// <param name="Count">Reports and occurrences in the window, 1 or more.</param>
/// <param name="PreviousCount">The same in the window before.</param>
/// <param name="FirstSeen">First report or occurrence ever, epoch milliseconds.</param>
/// <param name="LastSeen">Newest in the window, epoch milliseconds.</param>
/// <param name="Servers">Servers it was told or seen on in the window, ordinal order.</param>
/// <param name="Agents">Agents that told it in the window, ordinal order.</param>
/// <param name="Fixes">Its fixes, by id; their standing decides the best.</param>
public sealed record IssuePattern(
    Fingerprint Fingerprint, string IssueText, long Count, long PreviousCount, long FirstSeen, long LastSeen,
    IReadOnlyList<string> Servers, IReadOnlyList<string> Agents, IReadOnlyList<FixWithEvidence> Fixes);

/// <summary>Sizes of the record.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Fixes">Fixes.</param>
/// <param name="Memories">Memories.</param>
/// <param name="Outcomes">Outcomes, counted or not.</param>
/// <param name="Agents">Agents, retired ones included.</param>
/// <param name="Bytes">Bytes on disk.</param>
/// <param name="SchemaVersion">Number of the newest migration applied.</param>
public sealed record RecordStats(
    string Kind, long Fixes, long Memories, long Outcomes, long Agents, long Bytes, int SchemaVersion);
