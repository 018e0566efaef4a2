using Microsoft.AspNetCore.Http.Features;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Vectors;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Makes vectors anew.</summary>
internal static class VectorEndpoints
{
    internal static void MapVectors(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/re-embed", StartAsync).Describe(VectorDocs.Start);
        routes.MapRead("/api/re-embed", ProgressAsync).Describe(VectorDocs.Progress);
    }

    // Nothing is read from a body; one that is there must be what every other route takes, so that no mistake looks like a success.
    private static async Task<IResult> StartAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        if (http.Request.ContentType is not null || http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            (await JsonRequest.ReadAsync(http, writes: false)).Dispose();
        var started = await dispatch.SendAsync(QueryFields.Of(http).Errors, new ReEmbedCommand(), ct);
        return Answer.Status(StatusCodes.Status202Accepted, dispatch.Map<ReEmbeddingWire>(started));
    }

    private static async Task<IResult> ProgressAsync(HttpContext http, Dispatch dispatch, CancellationToken ct) =>
        Answer.Ok(dispatch.Map<ReEmbeddingWire>(await dispatch.SendAsync(QueryFields.Of(http).Errors, new GetReEmbeddingQuery(), ct)));
}
