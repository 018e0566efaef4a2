using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Application.Ports;

/// <summary>
/// How fixes, issues, agents and servers are connected (the graph port). A copy of the record that is never the source of an
/// acknowledgement; what it is given is applied only when newer than what it has.
/// </summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store fails and <see cref="OperationCanceledException"/> when cancelled.</remarks>
public interface IFixGraph
{
    /// <summary>Brings the graph up to the given states; each is applied only when its revision is newer, so repeats and disorder are harmless.</summary>
    /// <param name="changes">Current states, up to 1,000, in any order.</param>
    /// <param name="ct">Cancels waiting; the changes may still be applied.</param>
    /// <returns>How many were applied.</returns>
    Task<int> ProjectAsync(IReadOnlyList<GraphChange> changes, CancellationToken ct);

    /// <summary>Fixes by id, for showing them while the record cannot be reached.</summary>
    /// <param name="ids">Up to 1,000 ids.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Those that the graph holds, in the order of <paramref name="ids"/>.</returns>
    Task<IReadOnlyList<FixWithEvidence>> GetFixesAsync(IReadOnlyList<Guid> ids, CancellationToken ct);

    /// <summary>Fixes, newest first.</summary>
    /// <param name="limit">At most this many, 1–200.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Newest <see cref="Fix.Ts"/> first, ties by id ascending.</returns>
    Task<IReadOnlyList<FixWithEvidence>> GetRecentAsync(int limit, CancellationToken ct);

    /// <summary>Fixes whose issue contains a text, ignoring case in any script.</summary>
    /// <param name="text">The text, 1–200 characters.</param>
    /// <param name="limit">At most this many, 1–100.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Newest <see cref="Fix.Ts"/> first, ties by id ascending.</returns>
    Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct);

    /// <summary>Issues by how often they were told in a window.</summary>
    /// <param name="since">First instant, inclusive.</param>
    /// <param name="previousSince">First instant of the window before it, inclusive.</param>
    /// <param name="until">Last instant, inclusive.</param>
    /// <param name="limit">At most this many, 1–200.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Count descending, then fingerprint ascending.</returns>
    Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct);

    /// <summary>Agents by name.</summary>
    /// <param name="limit">At most this many, 1–200.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Ordinal order of names.</returns>
    Task<IReadOnlyList<Agent>> GetAgentsAsync(int limit, CancellationToken ct);

    /// <summary>Fixes of other issues that share a server or an agent with this one, or followed it on one server within an hour.</summary>
    /// <param name="fingerprint">The issue asked about; an unknown one has no neighbours.</param>
    /// <param name="limit">At most this many, 1–100.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Most shared neighbours first, ties by fix id; one path each; fixes that worked at least once only.</returns>
    Task<IReadOnlyList<RelatedFix>> GetRelatedAsync(Fingerprint fingerprint, int limit, CancellationToken ct);

    /// <summary>Sizes of the graph.</summary>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Node and relationship counts.</returns>
    Task<GraphStats> GetStatsAsync(CancellationToken ct);
}

/// <summary>A state to project.</summary>
/// <param name="Revision">Revision of the record it is taken from, 1 or more.</param>
public abstract record GraphChange(long Revision);

/// <summary>The current state of a fix.</summary>
/// <param name="Fix">The fix.</param>
/// <param name="Evidence">Its counted outcomes by exact scope.</param>
/// <param name="Reports">Its reports: who told it, where and when.</param>
public sealed record FixState(Fix Fix, IReadOnlyList<ScopedEvidence> Evidence, IReadOnlyList<FixReport> Reports) : GraphChange(Fix.Revision);

/// <summary>The current state of an agent.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Revision">Revision of the record it is taken from.</param>
public sealed record AgentState(Agent Agent, long Revision) : GraphChange(Revision);

/// <summary>A fix that was erased.</summary>
/// <param name="Id">The fix.</param>
/// <param name="Revision">Revision of its erasure.</param>
public sealed record FixTombstone(Guid Id, long Revision) : GraphChange(Revision);

/// <summary>An agent that is not in the record. What was told under its name stays.</summary>
/// <param name="Name">The agent.</param>
/// <param name="Revision">Revision of the record when it was not there.</param>
public sealed record AgentTombstone(string Name, long Revision) : GraphChange(Revision);

/// <summary>A fix found through the graph.</summary>
/// <param name="Fix">The fix and its evidence.</param>
/// <param name="Shared">How many servers, agents and successions its issue shares with the one asked about, 1 or more.</param>
/// <param name="Path">From the issue asked about to the fix.</param>
public sealed record RelatedFix(FixWithEvidence Fix, int Shared, IReadOnlyList<PathStep> Path);

/// <summary>One step of a path.</summary>
/// <param name="Kind"><c>issue</c>, <c>server</c>, <c>agent</c> or <c>fix</c>.</param>
/// <param name="Id">Fingerprint, name or id.</param>
/// <param name="Relation">How the step before leads here: <c>seen_on</c>, <c>reported_by</c>, <c>followed_by</c>, <c>resolved_by</c>; empty for the first.</param>
public sealed record PathStep(string Kind, string Id, string Relation);

/// <summary>Sizes of the graph.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>neo4j</c>.</param>
/// <param name="Fixes">Fix nodes.</param>
/// <param name="Agents">Agent nodes.</param>
/// <param name="Issues">Issue nodes.</param>
/// <param name="Servers">Server nodes.</param>
/// <param name="Relationships">Relationships.</param>
/// <param name="LagMilliseconds">How far it is behind the record; 0 where both are one file.</param>
public sealed record GraphStats(string Kind, long Fixes, long Agents, long Issues, long Servers, long Relationships, long LagMilliseconds);
