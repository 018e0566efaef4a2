using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Stores;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>What the stores could not do, what to do about it, and how the graph is brought in line with the record.</summary>
internal static class StoreEndpoints
{
    internal static void MapStores(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/dead-letters", ListAsync).Needs(AccessScopes.Admin).Describe(StoreDocs.DeadLetters);
        routes.MapPost("/api/dead-letters/{id}/retry", (string id, HttpContext http, Dispatch dispatch, CancellationToken ct) =>
            DecideAsync(id, DeadLetterDecision.Retried, http, dispatch, ct)).Needs(AccessScopes.Admin).Describe(StoreDocs.Retry);
        routes.MapPost("/api/dead-letters/{id}/discard", (string id, HttpContext http, Dispatch dispatch, CancellationToken ct) =>
            DecideAsync(id, DeadLetterDecision.Discarded, http, dispatch, ct)).Needs(AccessScopes.Admin).Describe(StoreDocs.Discard);
        routes.MapPost("/api/reconcile", ReconcileAsync).Needs(AccessScopes.Admin).Describe(StoreDocs.Reconcile);
        routes.MapRead("/api/reconcile", (HttpContext http, Dispatch dispatch, CancellationToken ct) =>
            ProgressAsync(GraphTaskKind.Reconcile, "comparison", http, dispatch, ct)).Needs(AccessScopes.Admin).Describe(StoreDocs.Reconciliation);
        routes.MapPost("/api/rebuild-graph", RebuildAsync).Needs(AccessScopes.Admin).Describe(StoreDocs.Rebuild);
        routes.MapRead("/api/rebuild-graph", (HttpContext http, Dispatch dispatch, CancellationToken ct) =>
            ProgressAsync(GraphTaskKind.Rebuild, "rebuild", http, dispatch, ct)).Needs(AccessScopes.Admin).Describe(StoreDocs.Rebuilding);
    }

    private static async Task<IResult> ReconcileAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        await JsonRequest.IgnoreBodyAsync(http, "repair");
        var query = QueryFields.Of(http, "repair");
        var command = new ReconcileGraphCommand(query.Flag("repair") ?? true);
        return Answer.Status(StatusCodes.Status202Accepted, dispatch.Map<GraphTaskWire>(await dispatch.SendAsync(query.Errors, command, ct)));
    }

    private static async Task<IResult> RebuildAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var begun = await dispatch.SendAsync(await JsonRequest.ReadNothingAsync(http), new RebuildGraphCommand(), ct);
        return Answer.Status(StatusCodes.Status202Accepted, dispatch.Map<GraphTaskWire>(begun));
    }

    private static async Task<IResult> ProgressAsync(GraphTaskKind kind, string what, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var newest = await dispatch.SendAsync(QueryFields.Of(http).Errors, new GetGraphTaskQuery(kind), ct);
        return Answer.OkOrMissing(newest is null ? null : dispatch.Map<GraphTaskWire>(newest), $"{what} that this process began");
    }

    private static async Task<IResult> ListAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "limit", "cursor");
        var request = new GetDeadLettersQuery(null, query.Integer("limit") ?? 20);
        var page = await dispatch.SendAsync(query.Errors, request with { After = Cursor.DeadLetters(query) }, ct);
        var next = Cursor.OfDeadLetter(page.Next);
        Cursor.Link(http, next);
        return Answer.Ok(new DeadLetterPageWire { DeadLetters = dispatch.Map<IReadOnlyList<DeadLetterWire>>(page.Letters), NextCursor = next });
    }

    private static async Task<IResult> DecideAsync(string id, DeadLetterDecision decision, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var errors = await JsonRequest.ReadNothingAsync(http);
        if (!await dispatch.SendAsync(errors, new DecideDeadLetterCommand(id, decision), ct))
            throw Answer.Missing("dead letter with this id; it may have been decided already");
        return Answer.Ok(new DecidedWire { Id = id, Decision = decision == DeadLetterDecision.Retried ? "retried" : "discarded" });
    }
}
