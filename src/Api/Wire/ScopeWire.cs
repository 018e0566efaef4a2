namespace ObsControlPlane.Api.Wire;

/// <summary>Where something was done or seen; parts that were not said are null (contract 4).</summary>
internal sealed record ScopeWire
{
    /// <summary>Service.</summary>
    public required string? Service { get; init; }

    /// <summary>Host.</summary>
    public required string? Server { get; init; }

    /// <summary>Environment, for example <c>production</c>.</summary>
    public required string? Environment { get; init; }

    /// <summary>Version of the service.</summary>
    public required string? Version { get; init; }
}
