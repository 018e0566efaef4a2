using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Stores;

/// <summary>How far the newest task of a kind is that this process began; null when there was none.</summary>
/// <param name="Kind">Which task.</param>
public sealed record GetGraphTaskQuery(GraphTaskKind Kind) : IRequest<GraphTask?>;

/// <summary>Nothing to check: both kinds are possible.</summary>
internal sealed class GetGraphTaskValidator : AbstractValidator<GetGraphTaskQuery>;

internal sealed class GetGraphTaskHandler(IGraphUpkeep upkeep) : IRequestHandler<GetGraphTaskQuery, GraphTask?>
{
    public Task<GraphTask?> Handle(GetGraphTaskQuery request, CancellationToken ct) => Task.FromResult(upkeep.Newest(request.Kind));
}
