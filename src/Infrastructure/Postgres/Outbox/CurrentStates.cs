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
        var standing = session.Ask("SELECT id FROM memori_metadata WHERE id = ANY($1)", row => row.GetGuid(0), erasedIds);
        var newest = session.Ask("SELECT last_value FROM record_revision", row => row.GetInt64(0));
        var agents = AgentRows.Ask(session, names);
        await session.SendAsync().ConfigureAwait(false);
        var states = await OfAsync(session, fixes.Rows).ConfigureAwait(false);
        var tombstones = erased.Rows.ToDictionary(row => row.Id, row => new FixTombstone(row.Id, row.Revision));
        foreach (var id in erasedIds.Where(id => !tombstones.ContainsKey(id)))
        {
            // Unless it is there, it never was: the graph has it of another record, as after an older backup was restored.
            if (standing.Rows.All(known => known != id))
                tombstones[id] = new FixTombstone(id, newest.First);
        }

        var seen = agents.Rows.ToDictionary(row => row.Agent.Name, GraphChange (row) => new AgentState(row.Agent, row.Revision), StringComparer.Ordinal);
        // Agents are never erased: one that is not there the graph has of another record, too.
        foreach (var name in names.Where(name => !seen.ContainsKey(name)))
            seen[name] = new AgentTombstone(name, newest.First);
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

    /// <summary>The states of some fixes, by id.</summary>
    public static async Task<Dictionary<Guid, FixState>> OfAsync(PostgresSession session, List<StoredFix> fixes)
    {
        if (fixes.Count == 0)
            return [];
        var byId = fixes.ToDictionary(stored => stored.Id);
        var asked = ReportRows.AskOf(session, byId);
        var evidence = await EvidenceRows.OfAsync(session, byId.Keys).ConfigureAwait(false);
        await session.SendAsync().ConfigureAwait(false);
        var reports = asked.Rows.ToLookup(row => row.FixId, row => row.Report);
        return byId.Values.ToDictionary(stored => stored.Id, stored => new FixState(stored.Fix, [.. evidence[stored.Id]], [.. reports[stored.Id]]));
    }
}
