using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Api.Wire.Bodies;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes about alerts.</summary>
internal static class AlertDocs
{
    private const string Tag = "Alerts";

    private const string Webhook =
        """{"version": "4", "status": "firing", "alerts": [{"status": "firing", "labels": {"alertname": "DiskWillFillIn4Hours", "mountpoint": "/var/log", "instance": "web-2:9100"}, "annotations": {"summary": "disk full on web-2"}, "startsAt": "2026-01-31T12:00:00Z", "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "0cc98fc4d119fca6"}]}""";

    private static readonly ProblemType[] OfBody =
    [
        ProblemTypes.Validation, ProblemTypes.MalformedJson, ProblemTypes.BodyTooLarge, ProblemTypes.UnsupportedMediaType, ProblemTypes.StoreUnavailable, ProblemTypes.Overloaded,
    ];

    internal static readonly RouteDoc Alertmanager = Taking("takeAlertmanagerAlerts", "Takes a webhook body of Alertmanager (version 4) and answers with the fixes to try first.", typeof(WebhookBody), Webhook);

    internal static readonly RouteDoc Grafana = Taking("takeGrafanaAlerts", "Takes a webhook body of Grafana and answers with the fixes to try first.", typeof(WebhookBody), Webhook);

    internal static readonly RouteDoc Generic = Taking(
        "takeGenericAlerts", "Takes alerts of any other sender, its members mapped by the settings Alerts:Generic.", typeof(GenericAlertBody),
        """{"name": "DiskWillFillIn4Hours", "status": "firing", "server": "web-2", "summary": "disk full on web-2"}""");

    internal static readonly RouteDoc Test = new("sendTestAlert", Tag, "Takes a made-up alert the way of every alert; send it with resolved to end its episode.")
    {
        Body = typeof(TestAlertBody),
        BodyExample = """{"status": "firing"}""",
        Answers = [(200, typeof(AlertsWire)), (202, typeof(AlertsWire))],
        AnswerExample = AlertExamples.Taken,
        Problems = OfBody,
    };

    internal static readonly RouteDoc Deliveries = new("listDeliveries", Tag, "Webhook bodies that came, newest first, and what became of them.")
    {
        Answers = [(200, typeof(DeliveryPageWire))],
        AnswerExample = AlertExamples.Deliveries,
        Parameters =
        [
            new("limit", "At most this many; 20 when missing.", 20) { Least = 1, Most = Limits.ListLimit }, new("cursor", "next_cursor of the page before.", "AXY…"),
        ],
        Problems = [ProblemTypes.CursorInvalid, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Replay = new("replayDelivery", Tag, "Takes the body of a delivery once more, as if it came now.")
    {
        Answers = [(200, typeof(AlertsWire)), (202, typeof(AlertsWire))],
        AnswerExample = AlertExamples.Taken,
        Parameters = [new("id", "Id of the delivery.", AlertExamples.DeliveryId, "path") { Required = true }],
        Problems = [ProblemTypes.NotFound, ProblemTypes.Conflict, .. OfBody],
    };

    private static RouteDoc Taking(string id, string summary, Type body, string example) => new(id, Tag, summary)
    {
        Body = body,
        BodyExample = example,
        Answers = [(200, typeof(AlertsWire)), (202, typeof(AlertsWire))],
        AnswerExample = AlertExamples.Taken,
        TakesKey = true,
        Problems = [ProblemTypes.StoreUnavailable],
    };
}
