using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.Memories;

/// <summary>Anything remembered under a key that names no issue. The same key and content are the same memory; other content is a further entry.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Key">1–1,000 characters.</param>
/// <param name="Content">1 byte – 1 MiB of UTF-8, byte for byte as told.</param>
/// <param name="Metadata">The caller's own JSON object, or null.</param>
/// <param name="Agent">Who told it, or null.</param>
/// <param name="Scope">Where it holds.</param>
/// <param name="Ts">Newest telling, epoch milliseconds.</param>
/// <param name="Revision">Grows with every change of the record, over all records.</param>
public sealed record Memory(
    Guid Id, string Key, string Content, Metadata? Metadata, string? Agent, Scope Scope, long Ts, long Revision = 0)
{
    /// <summary>The memory told again: the newest telling's agent, scope and metadata show, as for a fix.</summary>
    /// <param name="again">The other telling, of the same key and content.</param>
    /// <returns>A new memory; this one when the other telling is the older.</returns>
    public Memory ToldAgain(Memory again) => again.Ts < Ts ? this
        : this with { Ts = again.Ts, Agent = again.Agent, Scope = again.Scope, Metadata = again.Metadata };
}
