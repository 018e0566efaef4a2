namespace ObsControlPlane.Api.Wire;

/// <summary>Writes that a store refused for good after they had been acknowledged.</summary>
internal sealed record DeadLetterPageWire
{
    /// <summary>The oldest first within each store.</summary>
    public required IReadOnlyList<DeadLetterWire> DeadLetters { get; init; }

    /// <summary>Where the next page begins; null at the end.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>One of them.</summary>
internal sealed record DeadLetterWire
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The store that refused it: <c>memory</c> or <c>graph</c>.</summary>
    public required string Store { get; init; }

    /// <summary>What was written: <c>fix</c>, <c>memory</c>, <c>outcome</c>, <c>agent</c>, ….</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about: an id or a name; null when it cannot be told.</summary>
    public required string? Subject { get; init; }

    /// <summary>Why it was refused.</summary>
    public required string Reason { get; init; }

    /// <summary>How often it was tried.</summary>
    public required long Attempts { get; init; }

    /// <summary>When it was acknowledged, RFC 3339.</summary>
    public required string WrittenAt { get; init; }

    /// <summary>When it was put aside, RFC 3339.</summary>
    public required string RefusedAt { get; init; }
}

/// <summary>What became of one of them.</summary>
internal sealed record DecidedWire
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary><c>retried</c> or <c>discarded</c>.</summary>
    public required string Decision { get; init; }
}
