using System.Text.Json;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Neo4j.Projecting;

/// <summary>Sends states in as few requests as their sizes allow. Each request is a transaction; a repeat of all finds done what was done.</summary>
/// <param name="client">The client.</param>
/// <param name="time">The clock that an agent's status is judged by.</param>
internal sealed class Projection(Neo4jQueryClient client, TimeProvider time)
{
    private const int MostRows = 1_000;

    // A quarter of what the server takes in one request, since the guess may be low.
    private const long MostBytes = 4 * 1024 * 1024;

    /// <summary>Applies what is newer.</summary>
    /// <returns>How many of the changes, taken one after the other, are newer than what was there.</returns>
    public async Task<int> ApplyAsync(IReadOnlyList<GraphChange> changes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        var newest = changes.GroupBy(Key).Select(group => group.MaxBy(change => change.Revision)!).OrderBy(Key, StringComparer.Ordinal).ToList();
        foreach (var batch in Batches(newest.OfType<FixState>(), FixRow.Size))
            await SendAsync(FixProjection.Put, batch.Select(FixRow.Of), "fix:", known, ct).ConfigureAwait(false);
        foreach (var batch in Batches(newest.OfType<FixTombstone>(), _ => 0))
        {
            var rows = batch.Select(tombstone => new { id = tombstone.Id.ToString(), revision = tombstone.Revision });
            await SendAsync(FixProjection.Bury, rows, "fix:", known, ct).ConfigureAwait(false);
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var batch in Batches(newest.OfType<AgentState>(), state => 2_000 + (3L * (state.Agent.Metadata?.Json.Length ?? 0))))
            await SendAsync(AgentProjection.Put, batch.Select(state => AgentProjection.Row(state, now)), "agent:", known, ct).ConfigureAwait(false);
        foreach (var batch in Batches(newest.OfType<AgentTombstone>(), _ => 0))
        {
            var rows = batch.Select(tombstone => new { name = tombstone.Name, revision = tombstone.Revision });
            await SendAsync(AgentProjection.Bury, rows, "agent:", known, ct).ConfigureAwait(false);
        }

        return changes.Count(change => IsNewer(change, known));
    }

    private async Task SendAsync(
        CypherStatement statement, IEnumerable<object> rows, string kind, Dictionary<string, long> known, CancellationToken ct)
    {
        var found = await client.RunAsync(statement, new { rows = rows.ToList(), window = SightingCypher.Window }, Read, ct).ConfigureAwait(false);
        foreach (var (id, revision) in found)
            known[kind + id] = revision;
    }

    // Of several states of one record only the newest was sent; the others count as if they had been applied in turn.
    private static bool IsNewer(GraphChange change, Dictionary<string, long> known)
    {
        if (change.Revision <= known[Key(change)])
            return false;
        known[Key(change)] = change.Revision;
        return true;
    }

    private static (string Id, long Revision) Read(JsonElement row) => (row[0].GetString()!, row[1].GetInt64());

    private static string Key(GraphChange change) => change switch
    {
        FixState state => $"fix:{state.Fix.Id}",
        FixTombstone tombstone => $"fix:{tombstone.Id}",
        AgentState state => $"agent:{state.Agent.Name}",
        AgentTombstone tombstone => $"agent:{tombstone.Name}",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "No such change."),
    };

    private static IEnumerable<List<T>> Batches<T>(IEnumerable<T> states, Func<T, long> size)
    {
        var (batch, bytes) = (new List<T>(), 0L);
        foreach (var state in states)
        {
            if (batch.Count > 0 && (batch.Count == MostRows || bytes + size(state) > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(state);
            bytes += size(state);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
