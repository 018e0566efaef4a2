using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Alerts;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.Pages.Alerts;

/// <summary>Webhook bodies that came, what became of them, and how to have them sent here.</summary>
internal sealed class AlertsPage(IMediator mediator, TimeProvider time) : IPage
{
    private const int Shown = 100;

    public static string Pattern => "/alerts";

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct) => PageContent.Of<AlertsBody>(
        "Alerts in",
        new AlertsView((await mediator.Send(new GetDeliveriesQuery(Shown), ct)).Deliveries, time.GetUtcNow().ToUnixTimeMilliseconds(), request.Address));
}

/// <summary>What came.</summary>
/// <param name="Deliveries">The newest 100, newest first.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
/// <param name="Address">Scheme and host of this page.</param>
public sealed record AlertsView(IReadOnlyList<AlertDelivery> Deliveries, long Now, string Address)
{
    /// <summary>What became of a delivery, in words.</summary>
    internal static string Result(AlertDelivery delivery)
    {
        if (delivery.Problem is { } problem)
            return problem;
        var parts = new (long Count, string Word)[]
        {
            (delivery.Firing, "began"), (delivery.Repeats, "repeated"), (delivery.Resolved, "resolved"), (delivery.Late, "late"), (delivery.Refused, "refused"),
        };
        var said = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Word}"));
        return said.Length > 0 ? said : "empty";
    }

    /// <summary>Whether it went well, as a style.</summary>
    internal static string Mark(AlertDelivery delivery) => delivery switch
    {
        { Problem: not null } => "bad",
        { Refused: > 0 } or { Mended: > 0 } => "warn",
        _ => "good",
    };
}
