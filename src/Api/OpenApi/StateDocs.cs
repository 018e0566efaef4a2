using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of overview and health.</summary>
internal static class StateDocs
{
    internal static readonly RouteDoc State = new("state", "Overview", "Everything a first look needs: health, counts, the newest 20 agents, fixes and patterns.")
    {
        Answers = [(200, typeof(StateWire))],
        AnswerExample = Examples.State,
        Problems = [ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Stats = new("stats", "Overview", "Sizes of the stores.")
    {
        Answers = [(200, typeof(StatsWire))],
        AnswerExample = Examples.Stats,
        Problems = [ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Health = new("health", "Health", "Health: 200 when healthy or degraded, 503 when unhealthy. Accept: application/health+json gets that draft's form.")
    {
        Answers = [(200, typeof(HealthWire)), (503, typeof(HealthWire))],
        AnswerExample = Examples.Health,
    };

    internal static readonly RouteDoc Live = new("live", "Health", "Whether this process lives; touches no store.")
    {
        Answers = [(200, typeof(ProbeWire))],
        AnswerExample = Examples.Probe,
    };

    internal static readonly RouteDoc Ready = new("ready", "Health", "Whether reads or writes can be served; 503 when neither can.")
    {
        Answers = [(200, typeof(ProbeWire)), (503, typeof(ProbeWire))],
        AnswerExample = Examples.Probe,
    };
}
