using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Agents. No hash covers these rows: the heartbeat changes many of them at once, and the next sign of life mends each.</summary>
internal static class AgentRows
{
    /// <summary>Columns for <see cref="AgentColumns.Read"/>.</summary>
    public const string Columns =
        "name, server, instance_id, interval_seconds, registered_at, last_seen, excused_ms, last_report, retired_at, metadata";

    public static Agent? Get(SqliteSession session, string name) =>
        session.First($"SELECT {Columns} FROM agents WHERE name = ?1", AgentColumns.Read, name);

    /// <summary>Agents after a name, in ordinal order.</summary>
    public static List<Agent> After(SqliteSession session, string name, int limit) =>
        session.Query($"SELECT {Columns} FROM agents WHERE name > ?1 ORDER BY name LIMIT ?2", AgentColumns.Read, name, limit);

    /// <summary>Inserts an agent whose name is not known.</summary>
    /// <returns>False when the name is known; nothing was changed then.</returns>
    public static bool InsertNew(WriteSession session, Agent agent)
    {
        if (session.Exists("SELECT 1 FROM agents WHERE name = ?1", agent.Name))
            return false;
        Put(session, agent);
        session.Count("agents", 1);
        return true;
    }

    /// <summary>Writes the state of an agent, known or not; counting a new one is the caller's.</summary>
    public static void Put(WriteSession session, Agent agent) => session.Run(
        $"INSERT OR REPLACE INTO agents ({Columns}, revision) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        agent.Name, agent.Server, agent.InstanceId, agent.IntervalSeconds, agent.RegisteredAt, agent.LastSeen, agent.ExcusedMilliseconds,
        agent.LastReport, agent.RetiredAt, agent.Metadata?.Json, session.NextRevision());
}
