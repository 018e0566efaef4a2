using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Answers about alerts as examples.</summary>
internal static class AlertExamples
{
    internal static readonly Guid DeliveryId = new("019abc12-0000-7000-8000-000000000021");
    private const long Ts = 1_764_072_000_000;
    private static readonly Guid EpisodeId = new("019abc12-0000-7000-8000-000000000020");
    private static readonly IHitWire Hit = Examples.Recall.Results[0];

    internal static readonly AlertsWire Taken = new()
    {
        Received = 1,
        Episodes =
        [
            new TakenAlertWire { Id = EpisodeId, Fingerprint = Examples.Fingerprint, Status = AlertStatus.Firing, Verdict = Verdict.Proven, Fix = Hit, CameBack = [] },
        ],
        Refused = [],
    };

    internal static readonly DeliveryPageWire Deliveries = new()
    {
        Deliveries =
        [
            new DeliveryWire
            {
                Id = DeliveryId, Ts = Ts, Timestamp = Instants.Rfc3339(Ts), Source = "alertmanager", Result = "taken", Problem = null, Received = 1, Firing = 1, Repeats = 0,
                Resolved = 0, Late = 0, Refused = 0, Mended = 0, TookMs = 3, Bytes = 912, Replayable = true,
            },
        ],
        NextCursor = null,
    };

    internal static readonly EpisodePageWire Episodes = new()
    {
        Episodes =
        [
            new EpisodeWire
            {
                Id = EpisodeId, Fingerprint = Examples.Fingerprint, Issue = "DiskWillFillIn4Hours\ndisk full on web-2", Status = "firing", Server = "web-2", Service = null,
                Source = "alertmanager", StartedAt = Instants.Rfc3339(Ts), EndedAt = null, AcknowledgedBy = "marie", Alerts = 1,
            },
        ],
        NextCursor = null,
    };

    internal static readonly SeenIssuePageWire Issues = new()
    {
        Issues =
        [
            new SeenIssueWire
            {
                Fingerprint = Examples.Fingerprint, Issue = "DiskWillFillIn4Hours\ndisk full on web-2", Status = IssueStatus.Firing, Open = 1, Servers = ["web-2"],
                FirstSeen = Ts, LastSeen = Ts, Count = 1, BestFix = Hit,
            },
        ],
        NextCursor = null,
    };

    internal static readonly IssueDetailsWire Issue = new()
    {
        Fingerprint = Examples.Fingerprint, Issue = "DiskWillFillIn4Hours\ndisk full on web-2", Status = IssueStatus.Acknowledged, Open = 1, Servers = ["web-2"],
        FirstSeen = Ts, LastSeen = Ts, Count = 1, BestFix = Hit, Episodes = Episodes.Episodes, Results = [Hit], Avoid = [], Related = [],
    };

    internal static readonly AcknowledgedWire Acknowledged = new() { Fingerprint = Examples.Fingerprint, AcknowledgedBy = "marie", Episodes = [EpisodeId] };
}
