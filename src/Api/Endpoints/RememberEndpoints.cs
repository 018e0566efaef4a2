using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Memories;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Where fixes and memories come in (contract 5).</summary>
internal static class RememberEndpoints
{
    internal static void MapRemember(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/remember", RememberAsync).Needs(AccessScopes.Write).Describe(RememberDocs.Remember);
        routes.MapPost("/api/fixes", RememberFixAsync).Needs(AccessScopes.Write).Describe(RememberDocs.RememberFix);
        routes.MapPost("/api/fixes/batch", BatchAsync).Needs(AccessScopes.Write).Describe(RememberDocs.Batch);
    }

    private static async Task<IResult> RememberAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        using var bound = await JsonRequest.ReadAsync(http);
        var fields = bound.Fields;
        var command = new RememberMemoryCommand(
            fields.Text("key"), fields.Text("content"), fields.Metadata(), fields.Text("agent"), fields.Scope(), fields.Integer("ts"), bound.Key);
        return Receipt(http, dispatch, await dispatch.SendAsync(bound, command, ct));
    }

    private static async Task<IResult> RememberFixAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        using var bound = await JsonRequest.ReadAsync(http);
        var written = await dispatch.SendAsync(bound, new RememberFixCommand(bound.Fields.Fix(), bound.Key), ct);
        return Receipt(http, dispatch, written ?? throw Answer.Missing("issue with this fingerprint; send its text under 'issue', too"));
    }

    private static async Task<IResult> BatchAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var errors = QueryFields.Of(http).Errors;
        var body = await RequestBody.ReadAsync(http, Limits.BatchBytes, takesNdjson: true);
        var key = IdempotencyKey.Of(http, errors);
        errors.ThrowIfAny();
        var writeKey = key is null ? null : new WriteKey(key, 0, body.Digest(http));
        var result = await dispatch.SendAsync(writeKey, new ImportFixesCommand(BatchBinding.Items(body).AsStream(ct), writeKey, Progress: null), ct);
        Answer.MarkReplay(http, result.Results.Count > 0 && result.Results.All(item => item.Replayed || item.Problem is not null) && result.Results.Any(item => item.Replayed));
        return Answer.Ok(dispatch.Map<BatchWire>(result));
    }

    private static IResult Receipt(HttpContext http, Dispatch dispatch, Written<Receipt> written)
    {
        var receipt = written.Value;
        http.Response.Headers.Location = receipt.Kind == RecordKind.Fix ? $"/api/fixes/{receipt.Id}" : $"/api/memories/{receipt.Id}";
        return Answer.Written(http, written, receipt.Deduplicated ? StatusCodes.Status200OK : StatusCodes.Status201Created, dispatch.Map<ReceiptWire>(receipt));
    }
}
