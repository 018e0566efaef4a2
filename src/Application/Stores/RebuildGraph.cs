using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Stores;

/// <summary>Begins to empty the graph and to make it anew of the record, in the background; a repeat while it runs changes nothing.</summary>
public sealed record RebuildGraphCommand : IRequest<GraphTask>;

/// <summary>Nothing to check: the command has no parts.</summary>
internal sealed class RebuildGraphValidator : AbstractValidator<RebuildGraphCommand>;

internal sealed class RebuildGraphHandler(IGraphUpkeep upkeep) : IRequestHandler<RebuildGraphCommand, GraphTask>
{
    public Task<GraphTask> Handle(RebuildGraphCommand request, CancellationToken ct) => Task.FromResult(upkeep.Rebuild());
}
