using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes about the stores.</summary>
internal static class StoreDocs
{
    private const string Tag = "Stores";

    private static readonly ParameterDoc Id = new("id", "Id of the dead letter.", "memory-17", "path") { Required = true };

    private static readonly ProblemType[] OfDecision =
    [
        ProblemTypes.NotFound, ProblemTypes.StoreUnavailable, ProblemTypes.Validation, ProblemTypes.MalformedJson, ProblemTypes.BodyTooLarge,
        ProblemTypes.UnsupportedMediaType,
    ];

    internal static readonly RouteDoc DeadLetters = new(
        "deadLetters", Tag, "Writes that were acknowledged and that a store then refused for good: kept until somebody decides, and holding nothing up.")
    {
        Answers = [(200, typeof(DeadLetterPageWire))],
        AnswerExample = Examples.DeadLetterPage,
        Parameters =
        [
            new("limit", "At most this many; 20 when missing.", 20) { Least = 1, Most = Limits.ListLimit },
            new("cursor", "next_cursor of an earlier page.", "AWRtZW1vcnktMTeP1wGK"),
        ],
        Problems = [ProblemTypes.CursorInvalid, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Retry = new("retryDeadLetter", Tag, "Lets a refused write be tried again, behind what waits.")
    {
        Answers = [(200, typeof(DecidedWire))],
        AnswerExample = new DecidedWire { Id = "memory-17", Decision = "retried" },
        Parameters = [Id],
        Problems = [.. OfDecision, ProblemTypes.Conflict],
    };

    internal static readonly RouteDoc Discard = new("discardDeadLetter", Tag, "Forgets a refused write; it is never written.")
    {
        Answers = [(200, typeof(DecidedWire))],
        AnswerExample = new DecidedWire { Id = "memory-17", Decision = "discarded" },
        Parameters = [Id],
        Problems = OfDecision,
    };
}
