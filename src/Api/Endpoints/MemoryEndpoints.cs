using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Memories;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Reading and erasing memories.</summary>
internal static class MemoryEndpoints
{
    private const string Memory = "memory";

    internal static void MapMemories(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/memories/{id}", GetAsync).Needs(AccessScopes.Read).Describe(MemoryDocs.Get);
        routes.MapDelete("/api/memories/{id}", EraseAsync).Needs(AccessScopes.Admin).Describe(MemoryDocs.Erase);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var memory = await dispatch.SendAsync(QueryFields.Of(http).Errors, new GetMemoryQuery(Answer.Id(id, Memory)), ct)
            ?? throw Answer.Missing("memory with this id");
        return Answer.Ok(dispatch.Map<MemoryWire>(memory));
    }

    private static async Task<IResult> EraseAsync(string id, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var erased = await dispatch.SendAsync(QueryFields.Of(http).Errors, new EraseMemoryCommand(Answer.Id(id, Memory)), ct)
            ?? throw Answer.Missing("memory with this id");
        return Answer.Ok(dispatch.Map<ErasedWire>(erased));
    }
}
