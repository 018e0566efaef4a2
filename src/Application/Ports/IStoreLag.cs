namespace ObsControlPlane.Application.Ports;

/// <summary>How far the stores are behind what was acknowledged. Answers from memory and touches no store.</summary>
public interface IStoreLag
{
    /// <summary>As it was known within the last second.</summary>
    StoreLag Read();
}

/// <summary>How far the stores are behind.</summary>
/// <param name="Record">Age of the oldest acknowledged write that the record has yet to take, in milliseconds; 0 when there is none.</param>
/// <param name="Graph">Age of the oldest change of the record that the graph has yet to take, in milliseconds; 0 when there is none.</param>
public sealed record StoreLag(long Record, long Graph)
{
    /// <summary>Nothing waits.</summary>
    public static readonly StoreLag None = new(0, 0);
}
