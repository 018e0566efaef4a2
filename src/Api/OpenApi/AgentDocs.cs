using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Api.Wire.Bodies;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes about agents.</summary>
internal static class AgentDocs
{
    private const string Tag = "Agents";

    private static readonly ParameterDoc Name = new("name", "Name of the agent; case counts.", "disk-janitor", "path") { Required = true };

    internal static readonly RouteDoc Register = new("registerAgent", Tag, "Registers an agent or renews its lease.")
    {
        Body = typeof(RegisterBody),
        BodyExample = """{"name": "disk-janitor", "server": "web-2", "instance_id": "4f1b2c", "interval_seconds": 60}""",
        Answers = [(201, typeof(RegisteredWire)), (200, typeof(RegisteredWire)), (202, typeof(RegisteredWire))],
        AnswerExample = Examples.Registered,
        TakesKey = true,
        Problems = [ProblemTypes.AgentNameInUse, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Report = new("reportTelemetry", Tag, "Takes in one report of an agent: figures, fixes it applied, issues it saw. An unknown agent is registered.")
    {
        Body = typeof(TelemetryBody),
        BodyExample = """
            {"agent": "disk-janitor", "server": "web-2", "seq": 17, "metrics": [{"name": "system.filesystem.utilization", "value": 0.41, "unit": "1"}],
             "fixes": [{"issue": "disk full on web-2", "solution": "journalctl --vacuum-size=200M", "success": true}], "issues": [{"issue": "swap in use on web-2"}]}
            """,
        Answers = [(200, typeof(ReceivedWire)), (202, typeof(ReceivedWire))],
        AnswerExample = Examples.Received,
        TakesKey = true,
        Problems = [ProblemTypes.AgentNameInUse, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc List = new("listAgents", Tag, "Agents in the order of their names.")
    {
        Answers = [(200, typeof(AgentPageWire))],
        AnswerExample = Examples.AgentPage,
        Parameters =
        [
            new("status", "active, late, offline or retired.", "active"),
            new("limit", "At most this many; 20 when missing.", 20) { Least = 1, Most = Limits.ListLimit },
            new("cursor", "next_cursor of an earlier page.", "AWFkaXNrLWphbml0b3I7RQk-"),
        ],
        Problems = [ProblemTypes.CursorInvalid, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Get = new("getAgent", Tag, "One agent and the state of its lease.")
    {
        Answers = [(200, typeof(AgentWire))],
        AnswerExample = Examples.Agent,
        Parameters = [Name],
        Problems = [ProblemTypes.Validation, ProblemTypes.NotFound, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Retire = new("retireAgent", Tag, "Retires an agent; a repeat is harmless, and a later report brings it back.")
    {
        Answers = [(200, typeof(AgentWire))],
        AnswerExample = Examples.Agent,
        Parameters = [Name],
        Problems = [ProblemTypes.Validation, ProblemTypes.NotFound, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Telemetry = new("agentTelemetry", Tag, "What an agent reported over time.")
    {
        Answers = [(200, typeof(AgentTelemetryWire))],
        AnswerExample = Examples.Telemetry,
        Parameters =
        [
            Name,
            // In the query the parameter has the same name as the one in the path.
            new("name", "One figure; all when missing.", "system.filesystem.utilization"),
            new("since", "First instant: RFC 3339 or epoch milliseconds; 24 hours ago when missing.", "2026-01-31T12:00:00Z"),
            new("step", "Seconds: the mean of each step; every point when missing.", 60) { Least = 1, Most = 86_400 },
        ],
        Problems = [ProblemTypes.NotFound, ProblemTypes.StoreUnavailable],
    };
}
