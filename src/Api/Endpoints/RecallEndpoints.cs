using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Asking for what has proven itself (contract 6).</summary>
internal static class RecallEndpoints
{
    private const int DefaultLimit = 10;

    internal static void MapRecall(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/recall", RecallByQueryAsync).Needs(AccessScopes.Read).Describe(RecallDocs.ByQuery);
        routes.MapPost("/api/recall", RecallByBodyAsync).Needs(AccessScopes.Read).Describe(RecallDocs.ByBody);
    }

    private static async Task<IResult> RecallByQueryAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "key", "limit", "explain", "candidates");
        var request = new RecallQuery(
            query.Text("key"), query.Integer("limit") ?? DefaultLimit, Explain: query.Flag("explain") ?? false, Candidates: query.Flag("candidates") ?? false);
        return Answer.Ok(dispatch.Map<RecallWire>(await dispatch.SendAsync(query.Errors, request, ct)));
    }

    private static async Task<IResult> RecallByBodyAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        using var bound = await JsonRequest.ReadAsync(http, writes: false);
        var fields = bound.Fields;
        var request = new RecallQuery(
            fields.Text("key"), fields.SmallInteger("limit") ?? DefaultLimit, fields.Scope(), Filter(fields), fields.Integer("before"), fields.Texts("exclude"),
            fields.Flag("explain") ?? false, fields.Flag("candidates") ?? false, fields.SmallInteger("budget_ms"));
        return Answer.Ok(dispatch.Map<RecallWire>(await dispatch.SendAsync(bound, request, ct)));
    }

    private static RecallFilter? Filter(JsonFields fields)
    {
        if (fields.Object("filter") is not { } filter)
            return null;
        filter.RefuseUnknown("service", "server", "environment", "version", "agent", "kind", "tag");
        return new RecallFilter(
            filter.Text("service"), filter.Text("server"), filter.Text("environment"), filter.Text("version"), filter.Text("agent"), filter.Text("kind"), filter.Text("tag"));
    }
}
