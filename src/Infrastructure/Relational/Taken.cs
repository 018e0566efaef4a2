using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>What is told of a record that was taken in (contract 2 and 7).</summary>
internal static class Taken
{
    /// <summary>Receipt of a telling of a fix.</summary>
    public static Receipt Receipt(Fix fix, FixReport report, bool deduplicated, VectorState vector, GraphState graph) => new(
        fix.Id, RecordKind.Fix, fix.Key, fix.Fingerprint, Durability.Committed, deduplicated, fix.MergedInto, fix.Revision, fix.Ts,
        report.Success, report.Inferred, vector, graph);

    /// <summary>Receipt of a telling of a memory.</summary>
    public static Receipt Receipt(Memory memory, bool deduplicated, VectorState vector) => new(
        memory.Id, RecordKind.Memory, memory.Key, null, Durability.Committed, deduplicated, null, memory.Revision, memory.Ts,
        null, false, vector, GraphState.NotApplicable);

    /// <summary>An agent after a sign of life, registered or its lease renewed.</summary>
    /// <param name="known">The agent as it was; null when its name was not known.</param>
    /// <param name="registration">What it says of itself.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="isReport">True when it came with a telemetry report.</param>
    /// <exception cref="Domain.DomainException">Another installation holds the name.</exception>
    public static AgentReceipt Agent(Agent? known, AgentRegistration registration, long now, bool isReport)
    {
        var agent = known?.SeenAgain(registration, now) ?? Domain.Agents.Agent.Registered(registration, now);
        if (isReport)
            agent = agent with { LastReport = Math.Max(now, known?.LastReport ?? now) };
        return new AgentReceipt(agent, known is null, known?.Server is { } before && before != agent.Server ? before : null);
    }
}
