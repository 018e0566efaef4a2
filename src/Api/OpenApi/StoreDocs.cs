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

    private static readonly ProblemType[] OfTask =
    [
        ProblemTypes.Conflict, ProblemTypes.Validation, ProblemTypes.MalformedJson, ProblemTypes.BodyTooLarge, ProblemTypes.UnsupportedMediaType,
    ];

    internal static readonly RouteDoc Reconcile = new(
        "reconcile", Tag, "Compares the graph with the record by content, in the background, and writes anew what differs. A repeat while it runs changes nothing.")
    {
        Answers = [(202, typeof(GraphTaskWire))],
        AnswerExample = Examples.Reconciliation,
        Parameters = [new("repair", "false to compare alone.", "true")],
        Problems = OfTask,
    };

    internal static readonly RouteDoc Reconciliation = new("reconcileProgress", Tag, "The newest comparison that this process began.")
    {
        Answers = [(200, typeof(GraphTaskWire))],
        AnswerExample = Examples.Reconciliation,
        Problems = [ProblemTypes.Conflict, ProblemTypes.NotFound],
    };

    internal static readonly RouteDoc Rebuild = new(
        "rebuildGraph", Tag, "Empties the graph and makes it anew of the record, in the background; meanwhile recall says that the graph is stale. A repeat while it runs changes nothing.")
    {
        Answers = [(202, typeof(GraphTaskWire))],
        AnswerExample = Examples.Rebuilding,
        Problems = OfTask,
    };

    internal static readonly RouteDoc Rebuilding = new("rebuildGraphProgress", Tag, "The newest rebuild that this process began.")
    {
        Answers = [(200, typeof(GraphTaskWire))],
        AnswerExample = Examples.Rebuilding,
        Problems = [ProblemTypes.Conflict, ProblemTypes.NotFound],
    };

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
