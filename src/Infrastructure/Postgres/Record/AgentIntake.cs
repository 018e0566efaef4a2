using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Takes a sign of life of an agent into the transaction of the caller (contract 7).</summary>
internal static class AgentIntake
{
    /// <summary>Gathers what has to be known, and holds the name: that makes it atomic for concurrent tellings of one name.</summary>
    public static Asked<Agent> Gather(WriteSession session, AgentRegistration registration)
    {
        session.Lock(AgentRows.LockName(registration.Name));
        var asked = AgentRows.Ask(session, registration.Name);
        session.DrawRevisions(1);
        return asked;
    }

    /// <summary>Registers an agent, or renews its lease.</summary>
    /// <param name="session">The session.</param>
    /// <param name="registration">What it says of itself.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="isReport">True when it came with a telemetry report.</param>
    /// <param name="asked">What was gathered.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="Domain.DomainException">Another installation holds the name.</exception>
    public static async Task<AgentReceipt> TakeAsync(WriteSession session, AgentRegistration registration, long now, bool isReport, Asked<Agent> asked)
    {
        await session.SendAsync().ConfigureAwait(false);
        var receipt = Taken.Agent(asked.First, registration, now, isReport);
        await AgentRows.PutAsync(session, receipt.Agent).ConfigureAwait(false);
        if (receipt.IsNew)
            session.Count("agents", 1);
        return receipt;
    }
}
