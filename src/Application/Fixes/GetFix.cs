using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Fixes;

/// <summary>One fix with its history; null when there is none.</summary>
/// <param name="Id">The fix, or a twin merged into it.</param>
public sealed record GetFixQuery(Guid Id) : IRequest<FixDetails?>;

/// <summary>Nothing to check: an id that is none is refused where it is read from the route.</summary>
internal sealed class GetFixValidator : AbstractValidator<GetFixQuery>;

internal sealed class GetFixHandler(IFixMemory memory, FixViews views) : IRequestHandler<GetFixQuery, FixDetails?>
{
    public async Task<FixDetails?> Handle(GetFixQuery request, CancellationToken ct) =>
        await memory.GetFixAsync(request.Id, ct) is { } found
            ? new FixDetails(views.Of(new FixWithEvidence(found.Fix, found.Evidence)), found.History, found.Reports)
            : null;
}
