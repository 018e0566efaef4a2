using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Api.Wire.Bodies;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes by which fixes and memories come in.</summary>
internal static class RememberDocs
{
    private const string Tag = "Remember";

    internal static readonly RouteDoc Remember = new("remember", Tag, "Remembers a content under a key; issue:X makes it a fix of issue X, and its success is read from metadata or words.")
    {
        Body = typeof(RememberBody),
        BodyExample = """
            {"key": "issue:disk full on web-2: /var/log grew to 98%", "content": "journalctl --vacuum-size=200M; that fixed it",
             "agent": "disk-janitor", "scope": {"service": "web", "server": "web-2"}, "metadata": {"ticket": "OPS-12"}}
            """,
        Answers = [(201, typeof(ReceiptWire)), (200, typeof(ReceiptWire)), (202, typeof(ReceiptWire))],
        AnswerExample = Examples.Receipt,
        TakesKey = true,
        Problems = [ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc RememberFix = new("rememberFix", Tag, "Remembers a fix with its issue and solution said apart; reads no words for success.")
    {
        Body = typeof(FixBody),
        BodyExample = """
            {"issue": "disk full on web-2: /var/log grew to 98%", "solution": "journalctl --vacuum-size=200M", "success": true,
             "agent": "disk-janitor", "scope": {"service": "web", "server": "web-2"}, "tags": ["disk"]}
            """,
        Answers = [(201, typeof(ReceiptWire)), (200, typeof(ReceiptWire)), (202, typeof(ReceiptWire))],
        AnswerExample = Examples.Receipt,
        TakesKey = true,
        Problems = [ProblemTypes.NotFound, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Batch = new(
        "rememberFixes", Tag,
        "Remembers up to 10,000 fixes, each in a transaction of its own; an id is read as source_id, a time without zone as UTC, unknown members are kept under metadata.")
    {
        Body = typeof(IReadOnlyList<FixBody>),
        BodyTypes = ["application/json", "application/x-ndjson"],
        BodyExample = """
            [{"id": "rb-17", "issue": "disk full on web-2", "solution": "journalctl --vacuum-size=200M", "source": "runbooks", "time": "2026-01-31T12:00:00"},
             {"issue": "a fix without a solution is refused alone"}]
            """,
        Answers = [(200, typeof(BatchWire))],
        AnswerExample = Examples.Batch,
        TakesKey = true,
        Problems = [ProblemTypes.StoreUnavailable],
    };
}
