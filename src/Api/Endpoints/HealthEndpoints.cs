using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Health, liveness and readiness (contract 9), each under the names that probes expect.</summary>
internal static class HealthEndpoints
{
    private static readonly ProbeWire Well = new() { Status = HealthStatus.Healthy };
    private static readonly ProbeWire Unwell = new() { Status = HealthStatus.Unhealthy };

    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/health", HealthAsync).IsOpen().Describe(StateDocs.Health);
        routes.MapRead("/health/live", Live).IsOpen().Describe(StateDocs.Live);
        routes.MapRead("/livez", Live).IsOpen().Describe(StateDocs.Live with { Id = "livez" });
        routes.MapRead("/health/ready", ReadyAsync).IsOpen().Describe(StateDocs.Ready);
        routes.MapRead("/readyz", ReadyAsync).IsOpen().Describe(StateDocs.Ready with { Id = "readyz" });
    }

    private static async Task<IResult> HealthAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var report = await dispatch.SendAsync(new FieldErrors(), new CheckHealthQuery(), ct);
        var status = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        // What runs short, and which version this is, is nobody's business but the operator's.
        if (!http.Has(AccessScopes.Read))
        {
            return HealthDraft.IsAsked(http)
                ? TypedResults.Json(new HealthDraftStatus { Status = HealthDraft.Word(report.Status) }, WireJson.Options, HealthDraft.MediaType, status)
                : Answer.Status(status, new ProbeWire { Status = report.Status });
        }

        return HealthDraft.IsAsked(http)
            ? TypedResults.Json(HealthDraft.Of(report), WireJson.Options, HealthDraft.MediaType, status)
            : Answer.Status(status, dispatch.Map<HealthWire>(report));
    }

    // Touches no store: an orchestrator that restarts a process because its disk is slow makes things worse.
    private static IResult Live() => Answer.Ok(Well);

    private static async Task<IResult> ReadyAsync(Dispatch dispatch, CancellationToken ct)
    {
        var report = await dispatch.SendAsync(new FieldErrors(), new CheckHealthQuery(), ct);
        return report.CanRead || report.CanWrite ? Answer.Ok(Well) : Answer.Status(StatusCodes.Status503ServiceUnavailable, Unwell);
    }
}
