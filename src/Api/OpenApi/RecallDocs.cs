using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Api.Wire.Bodies;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the two forms of recall.</summary>
internal static class RecallDocs
{
    private const string Tag = "Recall";

    internal static readonly RouteDoc ByQuery = new("recallByQuery", Tag, "Asks for what has proven itself for an issue like this one; writes nothing.")
    {
        Answers = [(200, typeof(RecallWire))],
        AnswerExample = Examples.Recall,
        Parameters =
        [
            new("key", "issue:X asks for fixes of X; any other text asks for fixes and memories.", "issue:disk full on web-7: /var/log grew to 91%") { Required = true },
            new("limit", "Results and candidates together; 10 when missing.", 10) { Least = 1, Most = Limits.RecallLimit },
            new("explain", "true for the signals behind each score.", true),
            new("candidates", "true for the nearest below the threshold, too.", false),
        ],
        Problems = [ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc ByBody = new("recall", Tag, "The same, with scope, filter, exclusions and a deadline.")
    {
        Body = typeof(RecallBody),
        BodyExample = """
            {"key": "issue:disk full on web-7: /var/log grew to 91%", "limit": 5, "scope": {"service": "web", "server": "web-7"},
             "filter": {"kind": "fix"}, "explain": true, "candidates": true, "budget_ms": 500}
            """,
        Answers = [(200, typeof(RecallWire))],
        AnswerExample = Examples.Recall,
        Problems = [ProblemTypes.StoreUnavailable],
    };
}
