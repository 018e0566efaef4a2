using Microsoft.Data.Sqlite;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Agents. No hash covers these rows: the heartbeat changes many of them at once, and the next sign of life mends each.</summary>
internal static class AgentRows
{
    /// <summary>Columns for <see cref="Read"/>.</summary>
    public const string Columns =
        "name, server, instance_id, interval_seconds, registered_at, last_seen, excused_ms, last_report, retired_at, metadata";

    public static Agent? Get(SqliteSession session, string name) =>
        session.First($"SELECT {Columns} FROM agents WHERE name = ?1", Read, name);

    /// <summary>Agents after a name, in ordinal order.</summary>
    public static List<Agent> After(SqliteSession session, string name, int limit) =>
        session.Query($"SELECT {Columns} FROM agents WHERE name > ?1 ORDER BY name LIMIT ?2", Read, name, limit);

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

    public static Agent Read(SqliteDataReader row) => new()
    {
        Name = row.GetString(0),
        Server = row.IsDBNull(1) ? null : row.GetString(1),
        InstanceId = row.IsDBNull(2) ? null : row.GetString(2),
        IntervalSeconds = row.GetInt32(3),
        RegisteredAt = row.GetInt64(4),
        LastSeen = row.GetInt64(5),
        ExcusedMilliseconds = row.GetInt64(6),
        LastReport = row.IsDBNull(7) ? null : row.GetInt64(7),
        RetiredAt = row.IsDBNull(8) ? null : row.GetInt64(8),
        Metadata = row.IsDBNull(9) ? null : new Metadata(row.GetString(9)),
    };
}
