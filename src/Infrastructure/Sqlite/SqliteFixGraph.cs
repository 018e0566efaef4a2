using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Sqlite.Graph;
using ObsControlPlane.Infrastructure.Sqlite.Record;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>The graph as the record's own tables show it: what the record commits is in the graph at once, so it never lags.</summary>
internal sealed class SqliteFixGraph(SqliteStore store) : IFixGraph
{
    /// <inheritdoc/>
    public Task<int> ProjectAsync(IReadOnlyList<GraphChange> changes, CancellationToken ct) => store.Writer.WriteAsync(
        "project changes", session => changes.Count(change => GraphProjection.Apply(session, change, store.Now)), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FixWithEvidence>> GetFixesAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        Read<IReadOnlyList<FixWithEvidence>>("read fixes", session => [.. FixReads.Many(session, ids).Select(record => record.Fix).OfType<FixWithEvidence>()], ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FixWithEvidence>> GetRecentAsync(int limit, CancellationToken ct) =>
        Read<IReadOnlyList<FixWithEvidence>>("read recent fixes", session => FixReads.List(session, new FixListQuery(limit)), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct) =>
        Read<IReadOnlyList<FixWithEvidence>>("find similar issues", session => IssueReads.Similar(session, text, limit), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct) =>
        Read<IReadOnlyList<IssuePattern>>("read patterns", session => IssueReads.Patterns(session, since, previousSince, until, limit), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Agent>> GetAgentsAsync(int limit, CancellationToken ct) =>
        Read<IReadOnlyList<Agent>>("list agents", session => AgentRows.After(session, "", limit), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RelatedFix>> GetRelatedAsync(Fingerprint fingerprint, int limit, CancellationToken ct) =>
        Read<IReadOnlyList<RelatedFix>>("find related fixes", session => GraphNeighbours.Find(session, fingerprint, limit), ct);

    /// <inheritdoc/>
    public Task<GraphStats> GetStatsAsync(CancellationToken ct) => Read("read the graph's sizes", GraphSizes.Read, ct);

    private Task<T> Read<T>(string operation, Func<SqliteSession, T> read, CancellationToken ct) => store.Readers.ReadAsync(operation, read, ct);
}
