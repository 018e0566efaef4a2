using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Application.Access;

/// <summary>All keys, the newest first, also those that do not work any more.</summary>
public sealed record ListKeysQuery : IRequest<IReadOnlyList<KeyView>>;

/// <summary>A key and whether it works now.</summary>
/// <param name="Key">The key.</param>
/// <param name="State">Whether it works.</param>
public sealed record KeyView(ApiKey Key, ApiKeyState State);

/// <summary>Nothing to check: the question has no parts.</summary>
internal sealed class ListKeysValidator : AbstractValidator<ListKeysQuery>;

internal sealed class ListKeysHandler(IKeyStore keys, TimeProvider clock) : IRequestHandler<ListKeysQuery, IReadOnlyList<KeyView>>
{
    public async Task<IReadOnlyList<KeyView>> Handle(ListKeysQuery request, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return [.. (await keys.ListAsync(ct)).Select(key => new KeyView(key, key.StateAt(now)))];
    }
}
