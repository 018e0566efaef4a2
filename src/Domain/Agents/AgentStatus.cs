namespace ObsControlPlane.Domain.Agents;

/// <summary>State of an agent's lease.</summary>
public enum AgentStatus
{
    /// <summary>Heard of within two intervals.</summary>
    Active = 0,

    /// <summary>Two intervals without a sign of life.</summary>
    Late = 1,

    /// <summary>Five intervals without a sign of life.</summary>
    Offline = 2,

    /// <summary>Retired on request, or seven days offline.</summary>
    Retired = 3,
}
