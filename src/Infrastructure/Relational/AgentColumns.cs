using System.Data.Common;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How an agent lies in a row of <c>agents</c>, in whichever store.</summary>
internal static class AgentColumns
{
    /// <summary>Columns for <see cref="ReadLease"/>.</summary>
    public const string LeaseNames = "interval_seconds, registered_at, last_seen, excused_ms, retired_at";

    /// <summary>The agent from its name, server, instance_id, interval_seconds, registered_at, last_seen, excused_ms, last_report, retired_at and metadata.</summary>
    public static Agent Read(DbDataReader row) => new()
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

    /// <summary>Only what a lease is reckoned from: names and metadata of 100,000 agents would be most of the work.</summary>
    public static Agent ReadLease(DbDataReader row) => new()
    {
        Name = "",
        IntervalSeconds = row.GetInt32(0),
        RegisteredAt = row.GetInt64(1),
        LastSeen = row.GetInt64(2),
        ExcusedMilliseconds = row.GetInt64(3),
        RetiredAt = row.IsDBNull(4) ? null : row.GetInt64(4),
    };

    /// <summary>How many agents are in each state; every state is there.</summary>
    public static Dictionary<AgentStatus, long> CountByStatus(IEnumerable<Agent> leases, long now)
    {
        var counts = Enum.GetValues<AgentStatus>().ToDictionary(status => status, _ => 0L);
        foreach (var lease in leases)
            counts[lease.StatusAt(now)]++;
        return counts;
    }
}
