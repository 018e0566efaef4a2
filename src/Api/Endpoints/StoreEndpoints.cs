using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Stores;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>What the stores could not do, and what to do about it.</summary>
internal static class StoreEndpoints
{
    internal static void MapStores(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/dead-letters", ListAsync).Describe(StoreDocs.DeadLetters);
        routes.MapPost("/api/dead-letters/{id}/retry", (string id, HttpContext http, Dispatch dispatch, CancellationToken ct) =>
            DecideAsync(id, DeadLetterDecision.Retried, http, dispatch, ct)).Describe(StoreDocs.Retry);
        routes.MapPost("/api/dead-letters/{id}/discard", (string id, HttpContext http, Dispatch dispatch, CancellationToken ct) =>
            DecideAsync(id, DeadLetterDecision.Discarded, http, dispatch, ct)).Describe(StoreDocs.Discard);
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
