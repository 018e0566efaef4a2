using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire;

/// <summary>Anything remembered under a key that names no issue (contract 6).</summary>
internal record MemoryWire
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Always <c>memory</c>.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The content, as it was told.</summary>
    public required string Content { get; init; }

    /// <summary>The caller's own JSON object, or null.</summary>
    public required Metadata? Metadata { get; init; }

    /// <summary>Who told it, or null.</summary>
    public required string? Agent { get; init; }

    /// <summary>Where it holds.</summary>
    public required ScopeWire Scope { get; init; }

    /// <summary>Newest telling, epoch milliseconds.</summary>
    public required long Ts { get; init; }

    /// <summary>The same as <c>ts</c>, RFC 3339 UTC.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Grows with every change.</summary>
    public required long Revision { get; init; }
}
