using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Api.Wire;

/// <summary>The answer to a recall (contract 6). Lists fall by score, ties by id.</summary>
internal sealed record RecallWire
{
    /// <summary>UUIDv7; name it in a later outcome and that outcome counts once.</summary>
    public required Guid RecallId { get; init; }

    /// <summary>The key asked for.</summary>
    public required string Query { get; init; }

    /// <summary><c>proven</c>: a result has proven itself; <c>unproven</c>: results, none proven; <c>none</c>: no result.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>False when a source was missing or stale; absence then means "not found in what could be searched".</summary>
    public required bool Complete { get; init; }

    /// <summary>Milliseconds the answer took.</summary>
    public required double TookMs { get; init; }

    /// <summary>Records whose vector is still to be made; words find them already. Null when it could not be read; the state of <c>vectors</c> then says why.</summary>
    public required long? VectorsPending { get; init; }

    /// <summary>State of memory, vectors and graph.</summary>
    public required IReadOnlyList<SourceWire> Sources { get; init; }

    /// <summary>What answers the question, best first.</summary>
    public required IReadOnlyList<IHitWire> Results { get; init; }

    /// <summary>What failed for it and must not be tried again blindly.</summary>
    public required IReadOnlyList<IHitWire> Avoid { get; init; }

    /// <summary>What the graph connects with it.</summary>
    public required IReadOnlyList<IHitWire> Related { get; init; }

    /// <summary>The nearest below the threshold; empty unless asked for.</summary>
    public required IReadOnlyList<IHitWire> Candidates { get; init; }

    /// <summary>How the answer came about; null unless asked for.</summary>
    public required ExplanationWire? Explanation { get; init; }
}

/// <summary>State of one source of a recall.</summary>
internal sealed record SourceWire
{
    /// <summary><c>memory</c>, <c>vectors</c> or <c>graph</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>ok</c>, <c>stale</c>, <c>timeout</c>, <c>down</c>, <c>loading</c> or <c>off</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Milliseconds it is behind the record; null when not known or off.</summary>
    public required long? LagMs { get; init; }
}

/// <summary>How an answer came about.</summary>
internal sealed record ExplanationWire
{
    /// <summary>What ran and how long it took.</summary>
    public required IReadOnlyList<TierWire> Tiers { get; init; }

    /// <summary>Relevance below which a hit is a candidate only, 0–1.</summary>
    public required double Threshold { get; init; }

    /// <summary>The second result and why it lost; null with fewer than two.</summary>
    public required RunnerUpWire? RunnerUp { get; init; }
}

/// <summary>One tier of the search.</summary>
internal sealed record TierWire
{
    /// <summary><c>fingerprint</c>, <c>words</c>, <c>vectors</c> or <c>graph</c>.</summary>
    public required string Name { get; init; }

    /// <summary>False when it was skipped or is off.</summary>
    public required bool Ran { get; init; }

    /// <summary>Milliseconds; 0 when it did not run.</summary>
    public required double TookMs { get; init; }
}

/// <summary>The second result.</summary>
internal sealed record RunnerUpWire
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The signal in which it lost most.</summary>
    public required string Reason { get; init; }
}
