namespace ObsControlPlane.Domain.Agents;

/// <summary>What an agent says of itself when it registers or reports.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Server">Host it runs on; null in a report that does not say.</param>
/// <param name="InstanceId">Names the installation, or null.</param>
/// <param name="IntervalSeconds">Seconds between two reports, 1 – 86,400, or null to leave it as it is (60 at first).</param>
/// <param name="Metadata">Its own JSON object, or null to leave it as it is.</param>
/// <param name="Takeover">True to take the name from another installation at once.</param>
public sealed record AgentRegistration(
    string Name, string? Server, string? InstanceId = null, int? IntervalSeconds = null, Metadata? Metadata = null, bool Takeover = false);
