using System.Text.Json.Serialization;

namespace ObsControlPlane.Api.Wire;

/// <summary>What a hit of a recall has beside the members of its fix or memory (contract 6); <c>kind</c> says which of the two it is.</summary>
[JsonDerivedType(typeof(FixHitWire))]
[JsonDerivedType(typeof(MemoryHitWire))]
internal interface IHitWire
{
    /// <summary>0–1, the lists fall by it.</summary>
    double Score { get; }

    /// <summary>How many others it stands for, 0 or more.</summary>
    int Similar { get; }

    /// <summary>Words of its issue that the question lacks, rarest first.</summary>
    IReadOnlyList<string> Differs { get; }

    /// <summary>When the issue last came back after it worked, epoch milliseconds, or null.</summary>
    long? CameBack { get; }

    /// <summary>Which sources found it.</summary>
    IReadOnlyList<string> Sources { get; }

    /// <summary>What the score is made of; empty unless asked for.</summary>
    IReadOnlyList<SignalWire> Signals { get; }

    /// <summary>Its counted outcomes by the exact scope they were told of; empty unless asked for.</summary>
    IReadOnlyList<ScopeOutcomesWire> Evidence { get; }

    /// <summary>How the graph leads to it; empty for anything but a related hit.</summary>
    IReadOnlyList<PathStepWire> Path { get; }
}

/// <summary>A fix as a hit of a recall.</summary>
internal sealed record FixHitWire : FixWire, IHitWire
{
    /// <inheritdoc/>
    public required double Score { get; init; }

    /// <inheritdoc/>
    public required int Similar { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> Differs { get; init; }

    /// <inheritdoc/>
    public required long? CameBack { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<SignalWire> Signals { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<ScopeOutcomesWire> Evidence { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<PathStepWire> Path { get; init; }
}

/// <summary>A memory as a hit of a recall.</summary>
internal sealed record MemoryHitWire : MemoryWire, IHitWire
{
    /// <inheritdoc/>
    public required double Score { get; init; }

    /// <inheritdoc/>
    public required int Similar { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> Differs { get; init; }

    /// <inheritdoc/>
    public required long? CameBack { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<SignalWire> Signals { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<ScopeOutcomesWire> Evidence { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<PathStepWire> Path { get; init; }
}

/// <summary>One part of a score; the contributions of a hit add up to its score within 1e-6.</summary>
internal sealed record SignalWire
{
    /// <summary>What was measured.</summary>
    public required string Name { get; init; }

    /// <summary>As its source measures it.</summary>
    public required double Raw { get; init; }

    /// <summary>The same on 0–1.</summary>
    public required double Normalised { get; init; }

    /// <summary>Its share of the score, 0–1.</summary>
    public required double Weight { get; init; }

    /// <summary>Normalised × weight.</summary>
    public required double Contribution { get; init; }
}

/// <summary>Counted outcomes in one exact scope.</summary>
internal sealed record ScopeOutcomesWire
{
    /// <summary>The scope; its parts are null where they were not said.</summary>
    public required ScopeWire Scope { get; init; }

    /// <summary>Successes.</summary>
    public required long Worked { get; init; }

    /// <summary>Failures and roll-backs.</summary>
    public required long Failed { get; init; }

    /// <summary>Attempted and unknown together.</summary>
    public required long Unknown { get; init; }

    /// <summary>How often the issue came back after a success.</summary>
    public required long CameBack { get; init; }
}

/// <summary>One step from the issue asked about to a related fix.</summary>
internal sealed record PathStepWire
{
    /// <summary><c>issue</c>, <c>server</c>, <c>agent</c> or <c>fix</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Fingerprint, name or id.</summary>
    public required string Id { get; init; }

    /// <summary>How the step before leads here; empty for the first.</summary>
    public required string Relation { get; init; }
}
