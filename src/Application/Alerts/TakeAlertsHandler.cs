using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;

namespace ObsControlPlane.Application.Alerts;

/// <summary>Reads the alerts, writes them in one go, and then looks for fixes: an alert is acknowledged whatever becomes of the looking.</summary>
internal sealed class TakeAlertsHandler(IAlertMemory memory, BestFixes fixes, AlertSettings settings, TimeProvider clock)
    : IRequestHandler<TakeAlertsCommand, Written<TakenAlerts>>
{
    public async Task<Written<TakenAlerts>> Handle(TakeAlertsCommand request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var read = request.Alerts.Select(alert => AlertIntake.Read(alert, request.Source!, now)).ToList();
        List<AlertSignal> signals = [.. read.Select(one => one.Signal).OfType<AlertSignal>()];
        List<RefusedAlert> refused = [.. read.Index().Where(one => one.Item.Problem is not null).Select(one => new RefusedAlert(one.Index, one.Item.Problem!))];
        var written = await memory.TakeAlertsAsync(new AlertBatch(signals, DeliveryOf(request, refused.Count, now)), request.Key, ct);

        // A repeat of a request whose body was refused alert by alert is answered as it was; its receipts are in the order of the signals.
        var receipts = written.Value.Alerts;
        var asked = signals.Zip(receipts).Where(taken => taken.Second.Status is AlertStatus.Firing or AlertStatus.Repeat)
            .Select(taken => new AskedIssue(taken.First.Fingerprint, taken.First.Text, taken.First.Scope)).ToList();
        var best = await fixes.ForAsync(asked, ct);
        return new Written<TakenAlerts>(
            new TakenAlerts(request.Alerts.Count, [.. receipts.Select(receipt => Taken(receipt, best))], refused), written.Replayed, written.Durability);
    }

    private static TakenAlert Taken(AlertReceipt receipt, IReadOnlyDictionary<Domain.Issues.Fingerprint, BestFix> best)
    {
        var fix = receipt.Status is AlertStatus.Firing or AlertStatus.Repeat ? best.GetValueOrDefault(receipt.Fingerprint, BestFix.None) : BestFix.None;
        return new TakenAlert(receipt.Episode, receipt.Fingerprint, receipt.Status, fix.Verdict, fix.Hit, receipt.CameBack);
    }

    private AlertDelivery DeliveryOf(TakeAlertsCommand request, int refused, DateTimeOffset now)
    {
        var isKept = request.Body is not null && request.Bytes <= settings.KeepBodyBytes;
        return new AlertDelivery(
            TimeOrderedId.Next(now), now.ToUnixTimeMilliseconds(), request.Source!, request.Alerts.Count, 0, 0, 0, 0, refused, request.Mended, 0, request.Bytes,
            isKept, isKept ? request.Body : null, request.Problem);
    }
}
