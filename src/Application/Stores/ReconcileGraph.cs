using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Stores;

/// <summary>Begins to compare the graph with the record, in the background; a repeat while it runs changes nothing.</summary>
/// <param name="Repair">Whether what differs is written to the graph anew.</param>
public sealed record ReconcileGraphCommand(bool Repair = true) : IRequest<GraphTask>;

/// <summary>Nothing to check: both values are possible.</summary>
internal sealed class ReconcileGraphValidator : AbstractValidator<ReconcileGraphCommand>;

internal sealed class ReconcileGraphHandler(IGraphUpkeep upkeep) : IRequestHandler<ReconcileGraphCommand, GraphTask>
{
    public Task<GraphTask> Handle(ReconcileGraphCommand request, CancellationToken ct) => Task.FromResult(upkeep.Reconcile(request.Repair));
}
