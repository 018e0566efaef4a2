using System.Buffers;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Exchange;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>A lossless copy of everything, out and in, as lines of JSON.</summary>
internal static class ExchangeEndpoints
{
    private const int FlushBytes = 64 * 1024;

    internal static void MapExchange(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/export", ExportAsync).Needs(AccessScopes.Read).Describe(ExchangeDocs.Export);
        routes.MapPost("/api/import", ImportAsync).Needs(AccessScopes.Admin).Describe(ExchangeDocs.Import);
    }

    private static async Task<IResult> ExportAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var records = await dispatch.SendAsync(QueryFields.Of(http).Errors, new ExportAllQuery(), ct);
        http.Response.ContentType = RequestBody.Ndjson;
        if (HttpMethods.IsHead(http.Request.Method))
            return Results.Empty;
        // Of our own, so that a store that fails at once is still answered with a problem.
        var lines = new ArrayBufferWriter<byte>(2 * FlushBytes);
        await foreach (var record in records.WithCancellation(ct))
        {
            ExportFormat.Write(lines, record);
            if (lines.WrittenCount < FlushBytes)
                continue;
            await http.Response.Body.WriteAsync(lines.WrittenMemory, ct);
            lines.ResetWrittenCount();
        }

        await http.Response.Body.WriteAsync(lines.WrittenMemory, ct);
        return Results.Empty;
    }

    private static async Task<IResult> ImportAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var errors = QueryFields.Of(http).Errors;
        RequestBody.RequireMediaType(http, takesJson: false, takesNdjson: true);
        var key = IdempotencyKey.Of(http, errors);
        errors.ThrowIfAny();
        RequestBody.LiftServerLimits(http);
        await using var body = ContentEncodings.Open(http);
        // The whole of a stream without end has no digest; each line brings its own.
        var writeKey = key is null ? null : new WriteKey(key, 0, "");
        var result = await dispatch.SendAsync(writeKey, new ImportExportCommand(ExportFormat.ReadAsync(body, ct), writeKey, Progress: null), ct);
        return Answer.Ok(dispatch.Map<BatchWire>(result));
    }
}
