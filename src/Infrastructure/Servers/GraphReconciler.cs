using System.Runtime.CompilerServices;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Neo4j.Reading;
using ObsControlPlane.Infrastructure.Postgres.Outbox;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>
/// Compares what the graph holds with what the record would give it now, by content. Writes go on meanwhile: what looks different is looked at once
/// more, and left out while it is on its way or has changed in between.
/// </summary>
internal sealed class GraphReconciler(RecordStates record, Neo4jFixGraph graph)
{
    private const int PageLength = 200;
    private const int SuspectsAtOnce = 500;

    /// <summary>Compares everything.</summary>
    /// <param name="begun">The task as it began.</param>
    /// <param name="repair">Whether what differs is put in line to be written anew.</param>
    /// <param name="tell">Told how far it is, from time to time.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The task at its end, not yet marked as done.</returns>
    public async Task<GraphTask> RunAsync(GraphTask begun, bool repair, Action<GraphTask> tell, CancellationToken ct)
    {
        using var ours = new StateDigest();
        using var theirs = new StateDigest();
        var task = begun with { Total = await record.CountAsync(ct).ConfigureAwait(false) };
        var suspects = new List<(ProjectedState? Record, ProjectedState? Graph)>();
        await foreach (var pair in AllAsync(ct).ConfigureAwait(false))
        {
            if (pair.Record is { } said)
                ours.Add(said);
            if (pair.Graph is { } held)
                theirs.Add(held);
            if (GraphDifference.Between(pair.Record, pair.Graph) is not null)
                suspects.Add(pair);
            task = task with { Done = task.Done + 1 };
            if (suspects.Count == SuspectsAtOnce)
            {
                task = await JudgeAsync(task, suspects, repair, ct).ConfigureAwait(false);
                suspects.Clear();
            }

            if (task.Done % PageLength == 0)
                tell(task);
        }

        task = await JudgeAsync(task, suspects, repair, ct).ConfigureAwait(false);
        return task with { RecordDigest = ours.Value, GraphDigest = theirs.Value };
    }

    private async IAsyncEnumerable<(ProjectedState? Record, ProjectedState? Graph)> AllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var pair in StatePairs.Of(FixesOfRecord(ct), OfGraph(ProjectedKind.Fix, ct), ct).ConfigureAwait(false))
            yield return pair;

        // Stores order some letters of names each in its own way; ids they order alike.
        var named = await SortedAsync(AgentsOfRecord(ct)).ConfigureAwait(false);
        var held = await SortedAsync(OfGraph(ProjectedKind.Agent, ct)).ConfigureAwait(false);
        await foreach (var pair in StatePairs.Of(named.ToAsyncEnumerable(), held.ToAsyncEnumerable(), ct).ConfigureAwait(false))
            yield return pair;
    }

    private async Task<GraphTask> JudgeAsync(GraphTask task, List<(ProjectedState? Record, ProjectedState? Graph)> suspects, bool repair, CancellationToken ct)
    {
        if (suspects.Count == 0)
            return task;
        var (fixes, agents) = (Ids(suspects, ProjectedKind.Fix), Ids(suspects, ProjectedKind.Agent));
        Guid[] fixIds = [.. fixes.Where(IsOurs).Select(Guid.Parse)];
        var before = await ReadAsync(fixIds, agents, ct).ConfigureAwait(false);
        ProjectedState[] held =
        [
            .. await graph.ReadStatesAsync(ProjectedKind.Fix, fixes, ct).ConfigureAwait(false),
            .. await graph.ReadStatesAsync(ProjectedKind.Agent, agents, ct).ConfigureAwait(false),
        ];
        var after = await ReadAsync(fixIds, agents, ct).ConfigureAwait(false);
        var inGraph = held.ToDictionary(Key, StringComparer.Ordinal);
        var still = new List<GraphDifference>();
        foreach (var suspect in suspects)
        {
            var key = Key(suspect.Record ?? suspect.Graph!);
            if (before.OnTheirWay.Contains(key) || after.OnTheirWay.Contains(key) || before.Of(key)?.Revision != after.Of(key)?.Revision)
                task = task with { Moving = task.Moving + 1 };
            else if (GraphDifference.Between(before.Of(key), inGraph.GetValueOrDefault(key)) is { } difference)
                still.Add(difference);
        }

        task = task with { Differences = Counted(task.Differences, still) };
        return repair && still.Count > 0 ? task with { Repaired = task.Repaired + await RepairAsync(still, ct).ConfigureAwait(false) } : task;
    }

    private async Task<int> RepairAsync(List<GraphDifference> differences, CancellationToken ct)
    {
        string[] fixes = [.. differences.Where(difference => difference.Kind == ProjectedKind.Fix && IsOurs(difference.Id)).Select(difference => difference.Id)];
        string[] agents = [.. differences.Where(difference => difference.Kind == ProjectedKind.Agent).Select(difference => difference.Id)];
        await graph.DoubtAsync(fixes, ct).ConfigureAwait(false);
        return await record.RenewAsync([.. fixes.Select(Guid.Parse)], agents, differences.Max(difference => difference.GraphRevision), ct).ConfigureAwait(false);
    }

    private async Task<Known> ReadAsync(Guid[] fixes, string[] agents, CancellationToken ct)
    {
        var (states, onTheirWay) = await record.ReadAsync(fixes, agents, ct).ConfigureAwait(false);
        return new Known(states.Select(Projected).ToDictionary(Key, StringComparer.Ordinal), onTheirWay);
    }

    private async IAsyncEnumerable<ProjectedState> FixesOfRecord([EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = Guid.Empty; await record.ReadFixesAsync(after, PageLength, ct).ConfigureAwait(false) is { Count: > 0 } page; after = page[^1].Fix.Id)
        {
            foreach (var state in page)
                yield return Projected(state);
        }
    }

    private async IAsyncEnumerable<ProjectedState> AgentsOfRecord([EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = ""; await record.ReadAgentsAsync(after, PageLength, ct).ConfigureAwait(false) is { Count: > 0 } page; after = page[^1].Agent.Name)
        {
            foreach (var state in page)
                yield return Projected(state);
        }
    }

    private async IAsyncEnumerable<ProjectedState> OfGraph(ProjectedKind kind, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = ""; await graph.ReadStatesAsync(kind, after, PageLength, ct).ConfigureAwait(false) is { Count: > 0 } page; after = page[^1].Id)
        {
            foreach (var state in page)
                yield return state;
        }
    }

    private static async Task<IReadOnlyList<ProjectedState>> SortedAsync(IAsyncEnumerable<ProjectedState> states)
    {
        var all = new List<ProjectedState>();
        await foreach (var state in states.ConfigureAwait(false))
            all.Add(state);
        return [.. all.OrderBy(state => state.Id, StringComparer.Ordinal)];
    }

    private static ProjectedState Projected(GraphChange change) => change switch
    {
        FixState state => new ProjectedState(ProjectedKind.Fix, state.Fix.Id.ToString(), state.Revision, StateHash.Of(state)),
        AgentState state => new ProjectedState(ProjectedKind.Agent, state.Agent.Name, state.Revision, StateHash.Of(state.Agent)),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "It is no state."),
    };

    // Whoever made a node by hand may have named it otherwise: no record can be of that name, so it is told, and stays.
    private static bool IsOurs(string id) => Guid.TryParse(id, out var known) && known.ToString() == id;

    private static string[] Ids(List<(ProjectedState? Record, ProjectedState? Graph)> suspects, ProjectedKind kind) =>
        [.. suspects.Select(pair => pair.Record ?? pair.Graph!).Where(state => state.Kind == kind).Select(state => state.Id)];

    private static GraphDifferences Counted(GraphDifferences so, List<GraphDifference> found)
    {
        long Of(DifferenceClass kind) => found.Count(difference => difference.Class == kind);
        return new GraphDifferences(
            so.Missing + Of(DifferenceClass.Missing), so.Stale + Of(DifferenceClass.Stale), so.Altered + Of(DifferenceClass.Altered),
            so.Ahead + Of(DifferenceClass.Ahead), so.Extra + Of(DifferenceClass.Extra));
    }

    // As the record names what is on its way; an agent may be named like an id.
    private static string Key(ProjectedState state) => state.Kind == ProjectedKind.Fix ? state.Id : RecordStates.AgentKey + state.Id;

    private sealed record Known(Dictionary<string, ProjectedState> States, IReadOnlySet<string> OnTheirWay)
    {
        public ProjectedState? Of(string key) => States.GetValueOrDefault(key);
    }
}
