using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Api.Wire.Bodies;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes about issues.</summary>
internal static class IssueDocs
{
    private const string Tag = "Issues";

    internal static readonly RouteDoc Similar = new("similarIssues", Tag, "Fixes whose issue contains a text, ignoring case in any script; newest first.")
    {
        Answers = [(200, typeof(FixListWire))],
        AnswerExample = Examples.FixList,
        Parameters =
        [
            new("type", "The text, 1–200 characters.", "disk full") { Required = true },
            new("limit", "At most this many; 10 when missing.", 10) { Least = 1, Most = Limits.RecallLimit },
        ],
        Problems = [ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Patterns = new("issuePatterns", Tag, "Issues by how often they were told or seen in the last days.")
    {
        Answers = [(200, typeof(PatternsWire))],
        AnswerExample = Examples.Patterns,
        Parameters =
        [
            new("days", "Length of the window; 7 when missing.", 7) { Least = 1, Most = Limits.Days },
            new("limit", "At most this many; 20 when missing.", 20) { Least = 1, Most = Limits.ListLimit },
        ],
        Problems = [ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Occurrence = new("reportOccurrence", Tag, "Reports that an issue was seen happening: opens an episode or repeats the open one, and finds fixes whose success did not last.")
    {
        Body = typeof(OccurrenceBody),
        BodyExample = """{"scope": {"service": "web", "server": "web-2"}, "source": "alertmanager"}""",
        Answers = [(201, typeof(OccurrenceWire)), (202, typeof(OccurrenceWire))],
        AnswerExample = Examples.Occurrence,
        Parameters = [new("fingerprint", "Fingerprint of the issue.", Examples.Fingerprint, "path") { Required = true }],
        TakesKey = true,
        Problems = [ProblemTypes.NotFound, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc FingerprintByQuery = new("fingerprintByQuery", Tag, "Shows the masked text of an issue and its fingerprint.")
    {
        Answers = [(200, typeof(FingerprintWire))],
        AnswerExample = Examples.FingerprintOf,
        Parameters = [new("text", "The issue.", "disk full on web-2: /var/log grew to 98%") { Required = true }],
    };

    internal static readonly RouteDoc FingerprintByBody = new("fingerprint", Tag, "The same, of a longer text or of an alert's labels.")
    {
        Body = typeof(FingerprintBody),
        BodyExample = """{"labels": {"alertname": "DiskWillFillIn4Hours", "mountpoint": "/var/log", "instance": "web-2:9100"}}""",
        Answers = [(200, typeof(FingerprintWire))],
        AnswerExample = Examples.FingerprintOf,
    };
}
