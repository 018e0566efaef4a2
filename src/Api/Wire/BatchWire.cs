namespace ObsControlPlane.Api.Wire;

/// <summary>What became of a batch or an import: stored + deduplicated + refused = items.</summary>
internal sealed record BatchWire
{
    /// <summary>One per item, in order.</summary>
    public required IReadOnlyList<BatchItemWire> Results { get; init; }

    /// <summary>Items that were new.</summary>
    public required long Stored { get; init; }

    /// <summary>Items that were said before.</summary>
    public required long Deduplicated { get; init; }

    /// <summary>Items that were refused.</summary>
    public required long Refused { get; init; }
}

/// <summary>What became of one item.</summary>
internal sealed record BatchItemWire
{
    /// <summary>Its position, 0 or more.</summary>
    public required int Index { get; init; }

    /// <summary>What a request of its own would have been answered: 201, 200, or the status of its problem.</summary>
    public required int Status { get; init; }

    /// <summary>Id of the record; null when refused.</summary>
    public required string? Id { get; init; }

    /// <summary>True when it was said before.</summary>
    public required bool Deduplicated { get; init; }

    /// <summary>Why it was refused, or null.</summary>
    public required ItemProblemWire? Problem { get; init; }

    /// <summary>Families of the secrets that were replaced by <c>[redacted:family]</c> before it was stored, ordinal order, each once; empty when none was.</summary>
    public required IReadOnlyList<string> Redacted { get; init; }
}

/// <summary>Why an item was refused.</summary>
internal sealed record ItemProblemWire
{
    /// <summary><c>/problems/{slug}</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Short and the same each time.</summary>
    public required string Title { get; init; }

    /// <summary>The item's status.</summary>
    public required int Status { get; init; }

    /// <summary>What was wrong and what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>What is wrong, by field; empty when no field is to blame.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; }
}
