namespace ObsControlPlane.Api.Wire;

/// <summary>Sizes of the stores (contract 6).</summary>
internal sealed record StatsWire
{
    /// <summary><c>embedded</c> or <c>servers</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>Version of the masking rules.</summary>
    public required int FingerprintVersion { get; init; }

    /// <summary>The stores.</summary>
    public required StoresWire Stores { get; init; }

    /// <summary>The vectors.</summary>
    public required VectorsWire Vectors { get; init; }
}

/// <summary>Sizes of each store.</summary>
internal sealed record StoresWire
{
    /// <summary>The record.</summary>
    public required MemoryStatsWire Memory { get; init; }

    /// <summary>The graph.</summary>
    public required GraphStatsWire Graph { get; init; }
}

/// <summary>Sizes of the record.</summary>
internal sealed record MemoryStatsWire
{
    /// <summary><c>sqlite</c> or <c>postgresql</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Fixes.</summary>
    public required long Fixes { get; init; }

    /// <summary>Memories.</summary>
    public required long Memories { get; init; }

    /// <summary>Outcomes, counted or not.</summary>
    public required long Outcomes { get; init; }

    /// <summary>Agents, retired ones included.</summary>
    public required long Agents { get; init; }

    /// <summary>Bytes on disk.</summary>
    public required long Bytes { get; init; }

    /// <summary>Number of the newest migration applied.</summary>
    public required int SchemaVersion { get; init; }
}

/// <summary>Sizes of the graph.</summary>
internal sealed record GraphStatsWire
{
    /// <summary><c>sqlite</c> or <c>neo4j</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Fix nodes.</summary>
    public required long Fix { get; init; }

    /// <summary>Agent nodes.</summary>
    public required long Agent { get; init; }

    /// <summary>Issue nodes.</summary>
    public required long Issue { get; init; }

    /// <summary>Server nodes.</summary>
    public required long Server { get; init; }

    /// <summary>Relationships.</summary>
    public required long Relationships { get; init; }

    /// <summary>Milliseconds it is behind the record.</summary>
    public required long LagMs { get; init; }
}

/// <summary>State of the vectors.</summary>
internal sealed record VectorsWire
{
    /// <summary>Embedding model; null while vectors are off.</summary>
    public required string? Model { get; init; }

    /// <summary>Its dimension; null while vectors are off.</summary>
    public required int? Dimension { get; init; }

    /// <summary>The model whose vectors are stored and searched; another than <c>model</c> asks for <c>ocp re-embed</c>. Null while there are none, and while vectors are off.</summary>
    public required string? Serving { get; init; }

    /// <summary>Vectors of <c>model</c> that are searched.</summary>
    public required long Ready { get; init; }

    /// <summary>Records whose vector is still to be made.</summary>
    public required long Pending { get; init; }
}
