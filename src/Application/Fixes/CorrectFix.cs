using MediatR;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Corrects a fix; a changed solution makes a new fix that supersedes it (contract 5).</summary>
/// <param name="Id">The fix.</param>
/// <param name="ExpectedRevision">The revision the caller read (<c>If-Match</c>).</param>
/// <param name="Solution">Another solution, or null.</param>
/// <param name="Tags">The whole new set of tags, or null.</param>
/// <param name="Metadata">The whole new object, or null.</param>
/// <param name="Scope">The whole new scope, or null.</param>
public sealed record CorrectFixCommand(
    Guid Id, long ExpectedRevision, string? Solution, IReadOnlyList<string?>? Tags, Metadata? Metadata, Scope? Scope) : IRequest<FixView?>;
