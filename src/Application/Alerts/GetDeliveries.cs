using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Alerts;

/// <summary>Webhook bodies that came, newest first, ties by id (contract 8).</summary>
/// <param name="Limit">At most this many, 1–200.</param>
/// <param name="After">Place to go on from, or null.</param>
public sealed record GetDeliveriesQuery(int Limit = 20, ListPosition? After = null) : IRequest<DeliveryPage>;

/// <summary>One page of deliveries.</summary>
/// <param name="Deliveries">The deliveries, without bodies.</param>
/// <param name="Next">Place to go on from; null at the end.</param>
public sealed record DeliveryPage(IReadOnlyList<AlertDelivery> Deliveries, ListPosition? Next);

internal sealed class GetDeliveriesValidator : AbstractValidator<GetDeliveriesQuery>
{
    public GetDeliveriesValidator() => RuleFor(q => q.Limit).Keeps("limit", limit => Rules.OptionalWithin(limit, 1, Limits.ListLimit));
}

internal sealed class GetDeliveriesHandler(IAlertMemory memory) : IRequestHandler<GetDeliveriesQuery, DeliveryPage>
{
    public async Task<DeliveryPage> Handle(GetDeliveriesQuery request, CancellationToken ct)
    {
        var found = await memory.ListDeliveriesAsync(request.Limit + 1, request.After, ct);
        IReadOnlyList<AlertDelivery> page = [.. found.Take(request.Limit)];
        return new DeliveryPage(page, found.Count > page.Count ? new ListPosition(page[^1].ReceivedAt, page[^1].Id) : null);
    }
}
