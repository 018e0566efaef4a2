using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Vectors;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Makes vectors anew.</summary>
internal static class VectorEndpoints
{
    internal static void MapVectors(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/re-embed", StartAsync).Needs(AccessScopes.Admin).Describe(VectorDocs.Start);
        routes.MapRead("/api/re-embed", ProgressAsync).Needs(AccessScopes.Read).Describe(VectorDocs.Progress);
    }

    private static async Task<IResult> StartAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var started = await dispatch.SendAsync(await JsonRequest.ReadNothingAsync(http), new ReEmbedCommand(), ct);
        return Answer.Status(StatusCodes.Status202Accepted, dispatch.Map<ReEmbeddingWire>(started));
    }

    private static async Task<IResult> ProgressAsync(HttpContext http, Dispatch dispatch, CancellationToken ct) =>
        Answer.Ok(dispatch.Map<ReEmbeddingWire>(await dispatch.SendAsync(QueryFields.Of(http).Errors, new GetReEmbeddingQuery(), ct)));
}
