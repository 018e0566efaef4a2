namespace ObsControlPlane.Api.Wire;

/// <summary>How far the vectors of the configured model are.</summary>
internal sealed record ReEmbeddingWire
{
    /// <summary>The configured model.</summary>
    public required string Model { get; init; }

    /// <summary>Its revision.</summary>
    public required string Revision { get; init; }

    /// <summary>Its dimension.</summary>
    public required int Dimension { get; init; }

    /// <summary>The model whose vectors are searched; null before the first.</summary>
    public required string? Serving { get; init; }

    /// <summary>Vectors of the configured model that are searched.</summary>
    public required long Ready { get; init; }

    /// <summary>Records that wait for one.</summary>
    public required long Pending { get; init; }

    /// <summary>True while vectors are made.</summary>
    public required bool Running { get; init; }
}
