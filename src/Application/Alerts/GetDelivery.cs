using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Alerts;

/// <summary>One delivery with its body, to be replayed; null when there is none, or no more.</summary>
/// <param name="Id">Its id.</param>
public sealed record GetDeliveryQuery(Guid Id) : IRequest<AlertDelivery?>;

internal sealed class GetDeliveryValidator : AbstractValidator<GetDeliveryQuery>;

internal sealed class GetDeliveryHandler(IAlertMemory memory) : IRequestHandler<GetDeliveryQuery, AlertDelivery?>
{
    public Task<AlertDelivery?> Handle(GetDeliveryQuery request, CancellationToken ct) => memory.GetDeliveryAsync(request.Id, ct);
}
