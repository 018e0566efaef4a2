using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>A first look, and sizes.</summary>
internal static class StateEndpoints
{
    internal static void MapState(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/state", StateAsync).Needs(AccessScopes.Read).Describe(StateDocs.State);
        routes.MapRead("/api/stats", StatsAsync).Needs(AccessScopes.Read).Describe(StateDocs.Stats);
    }

    private static async Task<IResult> StateAsync(HttpContext http, Dispatch dispatch, CancellationToken ct) =>
        Answer.Ok(dispatch.Map<StateWire>(await dispatch.SendAsync(QueryFields.Of(http).Errors, new GetStateQuery(), ct)));

    private static async Task<IResult> StatsAsync(HttpContext http, Dispatch dispatch, CancellationToken ct) =>
        Answer.Ok(dispatch.Map<StatsWire>(await dispatch.SendAsync(QueryFields.Of(http).Errors, new GetStatsQuery(), ct)));
}
