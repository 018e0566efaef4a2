using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Agents. No hash covers these rows: the heartbeat changes many of them at once, and the next sign of life mends each.</summary>
internal static class AgentRows
{
    /// <summary>Columns for <see cref="AgentColumns.Read"/>.</summary>
    public const string Columns =
        "m.name, m.server, m.instance_id, m.interval_seconds, m.registered_at, m.last_seen, m.excused_ms, m.last_report, m.retired_at, m.metadata";

    private const int Width = 10;

    /// <summary>What is held while an agent is written.</summary>
    public static string LockName(string name) => "agent:" + name;

    public static Asked<Agent> Ask(PostgresSession session, string name) =>
        session.Ask($"SELECT {Columns} FROM agents m WHERE m.name = $1{session.ForUpdate}", AgentColumns.Read, name);

    public static async Task<Agent?> GetAsync(PostgresSession session, string name)
    {
        var asked = Ask(session, name);
        await session.SendAsync().ConfigureAwait(false);
        return asked.First;
    }

    /// <summary>Agents by some names with their revisions, in no order.</summary>
    public static Asked<(Agent Agent, long Revision)> Ask(PostgresSession session, string[] names) => session.Ask(
        $"SELECT {Columns}, m.revision FROM agents m WHERE m.name = ANY($1)", row => (AgentColumns.Read(row), row.GetInt64(Width)), names);

    /// <summary>Agents after a name, in ordinal order.</summary>
    public static Task<List<Agent>> AfterAsync(PostgresSession session, string name, int limit) =>
        session.QueryAsync($"SELECT {Columns} FROM agents m WHERE m.name > $1 ORDER BY m.name LIMIT $2", AgentColumns.Read, name, limit);

    /// <summary>Inserts an agent whose name is not known.</summary>
    /// <returns>False when the name is known; nothing was changed then.</returns>
    public static async Task<bool> InsertNewAsync(WriteSession session, Agent agent)
    {
        session.Lock(LockName(agent.Name));
        if (await GetAsync(session, agent.Name).ConfigureAwait(false) is not null)
            return false;
        await PutAsync(session, agent).ConfigureAwait(false);
        session.Count("agents", 1);
        return true;
    }

    /// <summary>Gathers the writing of an agent's state, known or not; counting a new one is the caller's.</summary>
    public static async Task PutAsync(WriteSession session, Agent agent)
    {
        session.Run(
            """
            INSERT INTO agents (name, server, instance_id, interval_seconds, registered_at, last_seen, excused_ms, last_report, retired_at, metadata, revision, told_status)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (name) DO UPDATE SET server = $2, instance_id = $3, interval_seconds = $4, registered_at = $5, last_seen = $6,
                excused_ms = $7, last_report = $8, retired_at = $9, metadata = $10, revision = $11, told_status = $12
            """,
            agent.Name, agent.Server, agent.InstanceId, agent.IntervalSeconds, agent.RegisteredAt, agent.LastSeen, agent.ExcusedMilliseconds,
            agent.LastReport, agent.RetiredAt, agent.Metadata?.Json, await session.NextRevisionAsync().ConfigureAwait(false), (int)agent.StatusAt(session.Now));
        OutboxRows.AddAgent(session, agent.Name);
    }
}
