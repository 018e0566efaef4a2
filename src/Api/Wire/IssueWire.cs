namespace ObsControlPlane.Api.Wire;

/// <summary>Fixes, newest first.</summary>
internal sealed record FixListWire
{
    /// <summary>The fixes; ties by id.</summary>
    public required IReadOnlyList<FixWire> Fixes { get; init; }
}

/// <summary>One page of fixes, newest first.</summary>
internal sealed record FixPageWire
{
    /// <summary>The fixes; ties by id.</summary>
    public required IReadOnlyList<FixWire> Fixes { get; init; }

    /// <summary>Where to go on; null at the end, and where the graph stands in.</summary>
    public required string? NextCursor { get; init; }

    /// <summary>False where acknowledged fixes may be missing: the graph's copy stands in, or the record has yet to take some from the journal.</summary>
    public required bool Complete { get; init; }

    /// <summary><c>memory</c>; <c>graph</c> where its copy stands in for a record that does not answer.</summary>
    public required string Source { get; init; }
}

/// <summary>A success rate (contract 6).</summary>
internal sealed record SuccessRateWire
{
    /// <summary>The text asked for, or null for all fixes.</summary>
    public required string? Type { get; init; }

    /// <summary>Succeeded ÷ (succeeded + failed), 0–1; null without either.</summary>
    public required double? Rate { get; init; }

    /// <summary>Fixes that match.</summary>
    public required long Fixes { get; init; }

    /// <summary>Their counted successes.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Their counted failures and roll-backs.</summary>
    public required long Failed { get; init; }

    /// <summary>Fixes among them without a counted conclusive outcome.</summary>
    public required long Unknown { get; init; }

    /// <summary>Credible interval of the rate; null without outcomes.</summary>
    public required IntervalWire? Interval { get; init; }
}

/// <summary>Credible interval of a rate.</summary>
internal sealed record IntervalWire
{
    /// <summary>Lower end, 0–1.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end, 0–1.</summary>
    public required double High { get; init; }

    /// <summary>Probability mass.</summary>
    public required double Confidence { get; init; }
}

/// <summary>Issues of a window by how often they were told or seen.</summary>
internal sealed record PatternsWire
{
    /// <summary>Length of the window in days.</summary>
    public required int Days { get; init; }

    /// <summary>Its first instant, inclusive, epoch milliseconds.</summary>
    public required long Since { get; init; }

    /// <summary>Count descending, then fingerprint.</summary>
    public required IReadOnlyList<PatternWire> Patterns { get; init; }
}

/// <summary>One issue in a window.</summary>
internal sealed record PatternWire
{
    /// <summary>The issue.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Its text; empty when erased.</summary>
    public required string Issue { get; init; }

    /// <summary>Reports and occurrences in the window.</summary>
    public required long Count { get; init; }

    /// <summary>The same in the window of equal length before.</summary>
    public required long PreviousCount { get; init; }

    /// <summary>First ever, epoch milliseconds.</summary>
    public required long FirstSeen { get; init; }

    /// <summary>Newest in the window, epoch milliseconds.</summary>
    public required long LastSeen { get; init; }

    /// <summary>Where, ordinal order.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>By whom, ordinal order.</summary>
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>Counted successes of its fixes.</summary>
    public required long Worked { get; init; }

    /// <summary>Counted failures and roll-backs of its fixes.</summary>
    public required long Failed { get; init; }

    /// <summary>Worked ÷ (worked + failed), 0–1; null without either.</summary>
    public required double? Rate { get; init; }

    /// <summary>Credible interval of the rate; null without outcomes.</summary>
    public required IntervalWire? Interval { get; init; }

    /// <summary>The fix with the highest standing that is not to be avoided, or null.</summary>
    public required Guid? BestFixId { get; init; }
}

/// <summary>What an issue's identity is made of.</summary>
internal sealed record FingerprintWire
{
    /// <summary><c>f1:</c> and 32 hex digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The masked text it is the hash of.</summary>
    public required string Masked { get; init; }

    /// <summary>Version of the masking rules.</summary>
    public required int Version { get; init; }
}
