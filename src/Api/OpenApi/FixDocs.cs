using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Api.Wire.Bodies;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes about single fixes and lists of them.</summary>
internal static class FixDocs
{
    private const string Tag = "Fixes";

    private static readonly ParameterDoc Id = new("id", "Id of the fix, a UUID.", Examples.FixId.ToString(), "path") { Required = true };

    internal static readonly RouteDoc List = new("listFixes", Tag, "Fixes, newest first, ties by id. Link and next_cursor lead on; nothing is skipped or repeated when fixes arrive meanwhile. While the record does not answer, the graph's copy gives the first page when nothing but limit is asked: source and complete say so.")
    {
        Answers = [(200, typeof(FixPageWire))],
        AnswerExample = Examples.FixPage,
        Parameters =
        [
            new("limit", "At most this many; 20 when missing.", 20) { Least = 1, Most = Limits.ListLimit },
            new("cursor", "next_cursor of an earlier page.", Examples.FixPage.NextCursor!),
            new("success", "true, false or unknown.", "true"),
            new("agent", "Only fixes that this agent told, at any time.", "disk-janitor"),
            new("server", "Only fixes told for this server, at any time.", "web-2"),
            new("service", "Only fixes told for this service, at any time.", "web"),
            new("since", "Only fixes told at or after this: RFC 3339 or epoch milliseconds.", "2026-01-31T12:00:00Z"),
            new("fingerprint", "Only fixes of this issue.", Examples.Fingerprint),
        ],
        Problems = [ProblemTypes.CursorInvalid, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc SuccessRate = new("fixSuccessRate", Tag, "How often the fixes worked whose issue contains a text, ignoring case; all fixes without one.")
    {
        Answers = [(200, typeof(SuccessRateWire))],
        AnswerExample = Examples.SuccessRate,
        Parameters = [new("type", "The text, 1–200 characters.", "disk full")],
        Problems = [ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Get = new("getFix", Tag, "One fix with its newest 100 outcomes and reports; its revision is the ETag.")
    {
        Answers = [(200, typeof(FixDetailsWire))],
        AnswerExample = Examples.FixDetails,
        Parameters = [Id],
        Problems = [ProblemTypes.NotFound, ProblemTypes.Erased, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Correct = new("correctFix", Tag, "Corrects a fix. Another solution makes a new fix that supersedes it; outcomes stay with the old one.")
    {
        Body = typeof(CorrectionBody),
        BodyExample = """{"solution": "journalctl --vacuum-size=500M", "tags": ["disk", "logs"]}""",
        Answers = [(200, typeof(FixWire))],
        AnswerExample = Examples.Fix,
        Parameters = [Id, new("If-Match", "The revision you read, as the ETag gave it.", "\"42\"", "header") { Required = true }],
        Problems =
        [
            ProblemTypes.NotFound, ProblemTypes.Erased, ProblemTypes.RevisionRequired, ProblemTypes.RevisionStale, ProblemTypes.Conflict, ProblemTypes.StoreUnavailable,
        ],
    };

    internal static readonly RouteDoc Erase = new("eraseFix", Tag, "Erases a fix and every copy of its text; a repeat is harmless.")
    {
        Answers = [(200, typeof(ErasedWire))],
        AnswerExample = Examples.Erased,
        Parameters = [Id],
        Problems = [ProblemTypes.NotFound, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Outcome = new("recordOutcome", Tag, "Records how an application of the fix ended.")
    {
        Body = typeof(OutcomeBody),
        BodyExample = """{"outcome": "worked", "evidence": {"kind": "verified", "note": "df -h shows 41%"}, "agent": "disk-janitor", "scope": {"service": "web", "server": "web-2"}}""",
        Answers = [(201, typeof(OutcomeReceiptWire)), (202, typeof(OutcomeReceiptWire))],
        AnswerExample = Examples.Outcome,
        Parameters = [Id],
        TakesKey = true,
        Problems = [ProblemTypes.NotFound, ProblemTypes.Erased, ProblemTypes.StoreUnavailable],
    };
}
