using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

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
        var known = asked.First;
        var agent = known?.SeenAgain(registration, now) ?? Agent.Registered(registration, now);
        if (isReport)
            agent = agent with { LastReport = Math.Max(now, known?.LastReport ?? now) };
        await AgentRows.PutAsync(session, agent).ConfigureAwait(false);
        if (known is null)
            session.Count("agents", 1);
        return new AgentReceipt(agent, known is null, known?.Server is { } before && before != agent.Server ? before : null);
    }
}
