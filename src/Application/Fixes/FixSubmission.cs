using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>A fix as someone tells it, before it is checked: the body of <c>POST /api/fixes</c>, a batch item, a line of an import file or a fix in a telemetry report.</summary>
public sealed record FixSubmission
{
    /// <summary>The issue, 1 byte – 1 MiB of UTF-8, not blank; may be null when <see cref="Fingerprint"/> names a known issue.</summary>
    public string? Issue { get; init; }

    /// <summary>What was done, 1 byte – 1 MiB of UTF-8, not blank.</summary>
    public string? Solution { get; init; }

    /// <summary>Whether it worked; null = not known. No words are read here.</summary>
    public bool? Success { get; init; }

    /// <summary>Who did it, or null.</summary>
    public string? Agent { get; init; }

    /// <summary>Where; null = not said.</summary>
    public Scope? Scope { get; init; }

    /// <summary>When, epoch milliseconds; null = now.</summary>
    public long? Ts { get; init; }

    /// <summary>System it comes from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>Id in that system, or null.</summary>
    public string? SourceId { get; init; }

    /// <summary>Up to 32 tags, or null.</summary>
    public IReadOnlyList<string?>? Tags { get; init; }

    /// <summary>The caller's own JSON object, or null.</summary>
    public Metadata? Metadata { get; init; }

    /// <summary>Fingerprint (<c>f1:…</c>) of a known issue, or null.</summary>
    public string? Fingerprint { get; init; }
}
