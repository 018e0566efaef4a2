using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Memories;

/// <summary>Remembers a content under a key; <c>issue:X</c> is a fix of issue X whose success is read from metadata or words (contract 3 and 5).</summary>
/// <param name="MemoryKey">The key.</param>
/// <param name="Content">The content.</param>
/// <param name="Metadata">The caller's own JSON object, or null; its member <c>success</c> says how it ended.</param>
/// <param name="Agent">Who tells, or null.</param>
/// <param name="Scope">Where, or null.</param>
/// <param name="Ts">When, epoch milliseconds; null = now.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record RememberMemoryCommand(
    string? MemoryKey, string? Content, Metadata? Metadata, string? Agent, Scope? Scope, long? Ts, WriteKey? Key) : IRequest<Written<Receipt>>;
