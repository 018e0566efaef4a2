using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Takes a sign of life of an agent into the transaction of the caller (contract 7).</summary>
internal static class AgentIntake
{
    /// <summary>Registers an agent, or renews its lease. The one writer makes it atomic for concurrent tellings of one name.</summary>
    /// <param name="session">The writer's session.</param>
    /// <param name="registration">What it says of itself.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="isReport">True when it came with a telemetry report.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="Domain.DomainException">Another installation holds the name.</exception>
    public static AgentReceipt Take(WriteSession session, AgentRegistration registration, long now, bool isReport)
    {
        var receipt = Taken.Agent(AgentRows.Get(session, registration.Name), registration, now, isReport);
        AgentRows.Put(session, receipt.Agent);
        if (receipt.IsNew)
            session.Count("agents", 1);
        return receipt;
    }
}
