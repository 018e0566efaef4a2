using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Outbox;

/// <summary>Reads what outbox rows name, as it is now.</summary>
internal static class CurrentStates
{
    /// <summary>The states by the rows' numbers; a row whose entity is gone has none.</summary>
    public static async Task<Dictionary<long, GraphChange>> ReadAsync(PostgresSession session, IReadOnlyList<PostgresOutbox.Claimed> claimed)
    {
        Guid[] fixIds = [.. claimed.Where(row => row.Kind == OutboxKind.Fix).Select(row => row.Fix!.Value).Distinct()];
        Guid[] erasedIds = [.. claimed.Where(row => row.Kind == OutboxKind.Erased).Select(row => row.Fix!.Value).Distinct()];
        string[] names = [.. claimed.Where(row => row.Kind == OutboxKind.Agent).Select(row => row.Agent!).Distinct(StringComparer.Ordinal)];
        var fixes = session.Ask($"SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.id = ANY($1) AND m.kind = 0", FixRows.Read, fixIds);
        var erased = session.Ask("SELECT id, revision FROM erased WHERE id = ANY($1)", row => (Id: row.GetGuid(0), Revision: row.GetInt64(1)), erasedIds);
        var agents = AgentRows.Ask(session, names);
        await session.SendAsync().ConfigureAwait(false);
        var states = await FixesAsync(session, fixes.Rows).ConfigureAwait(false);
        var tombstones = erased.Rows.ToDictionary(row => row.Id, GraphChange (row) => new FixTombstone(row.Id, row.Revision));
        var seen = agents.Rows.ToDictionary(row => row.Agent.Name, GraphChange (row) => new AgentState(row.Agent, row.Revision), StringComparer.Ordinal);
        return claimed
            .Select(row => (row.Id, State: row.Kind switch
            {
                OutboxKind.Fix => states.GetValueOrDefault(row.Fix!.Value),
                OutboxKind.Erased => tombstones.GetValueOrDefault(row.Fix!.Value),
                _ => seen.GetValueOrDefault(row.Agent!),
            }))
            .Where(row => row.State is not null)
            .ToDictionary(row => row.Id, row => row.State!);
    }

    private static async Task<Dictionary<Guid, GraphChange>> FixesAsync(PostgresSession session, List<StoredFix> fixes)
    {
        var byId = fixes.ToDictionary(stored => stored.Id);
        var asked = ReportRows.AskOf(session, byId);
        var evidence = await EvidenceRows.OfAsync(session, byId.Keys).ConfigureAwait(false);
        await session.SendAsync().ConfigureAwait(false);
        var reports = asked.Rows.ToLookup(row => row.FixId, row => row.Report);
        return byId.Values.ToDictionary(stored => stored.Id, GraphChange (stored) => new FixState(stored.Fix, [.. evidence[stored.Id]], [.. reports[stored.Id]]));
    }
}
