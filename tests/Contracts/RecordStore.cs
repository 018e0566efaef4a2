using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts;

/// <summary>The ports that look at one record: what is taken in through one is seen through the others.</summary>
/// <param name="Memory">Fixes, memories, outcomes, occurrences.</param>
/// <param name="Search">The legs of a recall.</param>
/// <param name="Vectors">The vectors, and what waits for one.</param>
/// <param name="Agents">Agents.</param>
/// <param name="Telemetry">Their reports.</param>
public sealed record RecordStore(
    IFixMemory Memory, IFixSearch Search, IVectorMemory Vectors, IAgentRegistry Agents, ITelemetryLog Telemetry);
