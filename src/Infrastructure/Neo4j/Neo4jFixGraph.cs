using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Neo4j.Projecting;
using ObsControlPlane.Infrastructure.Neo4j.Reading;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>The graph in Neo4j. Each read is one statement.</summary>
/// <param name="client">The client.</param>
/// <param name="schema">Its indexes and constraints.</param>
/// <param name="time">The clock.</param>
internal sealed class Neo4jFixGraph(Neo4jQueryClient client, Neo4jSchema schema, TimeProvider time) : IFixGraph
{
    private const int RemovedAtOnce = 10_000;

    private readonly Projection _projection = new(client, time);

    /// <inheritdoc/>
    public async Task<int> ProjectAsync(IReadOnlyList<GraphChange> changes, CancellationToken ct)
    {
        await schema.EnsureAsync(ct).ConfigureAwait(false);
        return await _projection.ApplyAsync(changes, ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FixWithEvidence>> GetFixesAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        client.RunAsync(FixReads.ById, new { ids = ids.Select(id => id.ToString()) }, row => FixNode.Read(row[0]), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FixWithEvidence>> GetRecentAsync(int limit, CancellationToken ct) =>
        client.RunAsync(FixReads.Recent, new { limit }, row => FixNode.Read(row[0]), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct) =>
        client.RunAsync(FixReads.Similar, new { text = IssueWindows.Fold(text), limit }, row => FixNode.Read(row[0]), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct) =>
        client.RunAsync(PatternReads.Statement, new { since, least = Math.Min(since, previousSince), until, limit }, PatternReads.Read, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Agent>> GetAgentsAsync(int limit, CancellationToken ct) =>
        client.RunAsync(FixReads.Agents, new { limit }, row => AgentNode.Read(row[0]), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RelatedFix>> GetRelatedAsync(Fingerprint fingerprint, int limit, CancellationToken ct) => client.RunAsync(
        NeighbourReads.Statement, new { fingerprint = fingerprint.Value, limit, window = SightingCypher.Window },
        row => NeighbourReads.Read(row, fingerprint), ct);

    /// <inheritdoc/>
    /// <remarks>How far it lags is what the projector knows, not the graph: 0 here.</remarks>
    public async Task<GraphStats> GetStatsAsync(CancellationToken ct) => (await client.RunAsync(
        FixReads.Sizes, new { },
        row => new GraphStats("neo4j", row[0].GetInt64(), row[1].GetInt64(), row[2].GetInt64(), row[3].GetInt64(), row[4].GetInt64(), 0), ct)
        .ConfigureAwait(false)).Single();

    /// <summary>What the graph holds of each record of a kind, page by page; hashes are of what is there now.</summary>
    /// <param name="kind">Fixes or agents.</param>
    /// <param name="after">Id or name of the last one of the page before; empty for the beginning.</param>
    /// <param name="limit">At most this many, 1 or more.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>By id or name; fewer than asked for at the end only.</returns>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public Task<IReadOnlyList<ProjectedState>> ReadStatesAsync(ProjectedKind kind, string after, int limit, CancellationToken ct) => kind == ProjectedKind.Fix
        ? client.RunAsync(StateReads.Fixes, new { after, limit }, StateReads.ReadFix, ct)
        : client.RunAsync(StateReads.Agents, new { after, limit }, StateReads.ReadAgent, ct);

    /// <summary>What the graph holds of some records of a kind, in no order.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public Task<IReadOnlyList<ProjectedState>> ReadStatesAsync(ProjectedKind kind, IReadOnlyCollection<string> ids, CancellationToken ct) => kind == ProjectedKind.Fix
        ? client.RunAsync(StateReads.FixesById, new { ids }, StateReads.ReadFix, ct)
        : client.RunAsync(StateReads.AgentsByName, new { ids }, StateReads.ReadAgent, ct);

    /// <summary>Has the reports of fixes told anew with their next state, whatever that finds there.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public Task DoubtAsync(IReadOnlyCollection<string> ids, CancellationToken ct) => client.RunAsync(StateReads.Doubt, new { ids }, _ => 0, ct);

    /// <summary>Removes all that was projected, the guards of erased fixes included, in many transactions; what is projected meanwhile may go, too.</summary>
    /// <param name="ct">Cancels between and in the transactions.</param>
    /// <returns>How many nodes were removed.</returns>
    /// <exception cref="StoreUnavailableException">The store failed; some may be removed.</exception>
    public async Task<long> ClearAsync(CancellationToken ct)
    {
        await RepeatAsync(StateReads.Disconnect, ct).ConfigureAwait(false);
        return await RepeatAsync(StateReads.Remove, ct).ConfigureAwait(false);
    }

    private async Task<long> RepeatAsync(CypherStatement remove, CancellationToken ct)
    {
        for (var removed = 0L; ;)
        {
            var now = (await client.RunAsync(remove, new { limit = RemovedAtOnce }, row => row[0].GetInt64(), ct).ConfigureAwait(false)).Single();
            removed += now;
            if (now < RemovedAtOnce)
                return removed;
        }
    }
}
