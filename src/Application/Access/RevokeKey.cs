using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Application.Access;

/// <summary>Revokes a key for good: here at once, on every other replica within 5 s; null when there is none.</summary>
/// <param name="Id">Its id.</param>
public sealed record RevokeKeyCommand(Guid Id) : IRequest<KeyView?>;

/// <summary>Nothing to check: any id names a key or none.</summary>
internal sealed class RevokeKeyValidator : AbstractValidator<RevokeKeyCommand>;

internal sealed class RevokeKeyHandler(IKeyStore keys, KeyRing ring, TimeProvider clock) : IRequestHandler<RevokeKeyCommand, KeyView?>
{
    public async Task<KeyView?> Handle(RevokeKeyCommand request, CancellationToken ct)
    {
        var revoked = await keys.RevokeAsync(request.Id, clock.GetUtcNow().ToUnixTimeMilliseconds(), ct);
        if (revoked is null)
            return null;
        var reading = ring.BeginReading();
        ring.Take(await keys.ListAsync(ct), reading);
        return new KeyView(revoked, ApiKeyState.Revoked);
    }
}
