using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Api.Wire.Bodies;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes about issues that were seen happening.</summary>
internal static class EpisodeDocs
{
    private const string Tag = "Issues";

    private static readonly ParameterDoc Fingerprint = new("fingerprint", "Fingerprint of the issue.", Examples.Fingerprint, "path") { Required = true };
    private static readonly ParameterDoc Limit = new("limit", "At most this many; 20 when missing.", 20) { Least = 1, Most = Limits.ListLimit };
    private static readonly ParameterDoc Cursor = new("cursor", "next_cursor of the page before.", "AWk…");

    internal static readonly RouteDoc Issues = new("listIssues", Tag, "Issues that were seen happening, last seen first, each with the fix to try first.")
    {
        Answers = [(200, typeof(SeenIssuePageWire))],
        AnswerExample = AlertExamples.Issues,
        Parameters = [new("status", "firing, acknowledged or quiet; any when missing.", "firing"), Limit, Cursor],
        Problems = [ProblemTypes.CursorInvalid, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Issue = new("getIssue", Tag, "One issue with its episodes, what worked before, what failed, and what the graph connects with it.")
    {
        Answers = [(200, typeof(IssueDetailsWire))],
        AnswerExample = AlertExamples.Issue,
        Parameters = [Fingerprint],
        Problems = [ProblemTypes.NotFound, ProblemTypes.Validation, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Acknowledge = new("acknowledgeIssue", Tag, "Says that somebody is on an issue: its open episodes are acknowledged until they end.")
    {
        Body = typeof(AcknowledgeBody),
        BodyExample = """{"by": "marie"}""",
        Answers = [(200, typeof(AcknowledgedWire)), (202, typeof(AcknowledgedWire))],
        AnswerExample = AlertExamples.Acknowledged,
        Parameters = [Fingerprint],
        TakesKey = true,
        Problems = [ProblemTypes.NotFound, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Episodes = new("listEpisodes", Tag, "Episodes, newest beginning first.")
    {
        Answers = [(200, typeof(EpisodePageWire))],
        AnswerExample = AlertExamples.Episodes,
        Parameters =
        [
            new("status", "open or ended; both when missing.", "open"), new("fingerprint", "Only those of this issue.", Examples.Fingerprint), Limit, Cursor,
        ],
        Problems = [ProblemTypes.CursorInvalid, ProblemTypes.StoreUnavailable],
    };
}
