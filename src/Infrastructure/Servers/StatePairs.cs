using System.Runtime.CompilerServices;
using ObsControlPlane.Infrastructure.Neo4j.Reading;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>Brings two lists of states together, both by id in ordinal order.</summary>
internal static class StatePairs
{
    /// <summary>Pairs of what both have of one record; null where one has nothing.</summary>
    public static async IAsyncEnumerable<(ProjectedState? Record, ProjectedState? Graph)> Of(
        IAsyncEnumerable<ProjectedState> record, IAsyncEnumerable<ProjectedState> graph, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var left = record.GetAsyncEnumerator(ct);
        await using var right = graph.GetAsyncEnumerator(ct);
        var (hasLeft, hasRight) = (await left.MoveNextAsync().ConfigureAwait(false), await right.MoveNextAsync().ConfigureAwait(false));
        while (hasLeft || hasRight)
        {
            var order = !hasLeft ? 1 : !hasRight ? -1 : string.CompareOrdinal(left.Current.Id, right.Current.Id);
            yield return (order <= 0 ? left.Current : null, order >= 0 ? right.Current : null);
            if (order <= 0)
                hasLeft = await left.MoveNextAsync().ConfigureAwait(false);
            if (order >= 0)
                hasRight = await right.MoveNextAsync().ConfigureAwait(false);
        }
    }
}
