using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Alerts;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Where alerts come in, and what came (contract 8).</summary>
internal static class AlertEndpoints
{
    private const string TestSource = "test";

    internal static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        foreach (var (source, doc) in new[] { ("alertmanager", AlertDocs.Alertmanager), ("grafana", AlertDocs.Grafana), (AlertBinding.Generic, AlertDocs.Generic) })
        {
            routes.MapPost($"/api/alerts/{source}", (HttpContext http, Dispatch dispatch, AlertBinding binding, CancellationToken ct) =>
                TakeAsync(source, http, dispatch, binding, ct)).Needs(AccessScopes.Write).IsNeverLimited().Describe(doc);
        }

        routes.MapPost("/api/alerts/test", TestAsync).Needs(AccessScopes.Write).Describe(AlertDocs.Test);
        routes.MapRead("/api/alerts/deliveries", DeliveriesAsync).Needs(AccessScopes.Read).Describe(AlertDocs.Deliveries);
        routes.MapPost("/api/alerts/deliveries/{id}/replay", ReplayOneAsync).Needs(AccessScopes.Write).Describe(AlertDocs.Replay);
    }

    private static async Task<IResult> TakeAsync(string source, HttpContext http, Dispatch dispatch, AlertBinding binding, CancellationToken ct)
    {
        var errors = QueryFields.Of(http).Errors;
        var body = await RequestBody.ReadAsync(http, Limits.BatchBytes);
        var key = IdempotencyKey.Of(http, errors);
        errors.ThrowIfAny();
        return await SendAsync(source, body.Bytes, key is null ? null : new WriteKey(key, 0, body.Digest(http)), http, dispatch, binding, ct);
    }

    // It goes the way of every alert, from its bytes on: what it shows is what an alert would meet.
    private static async Task<IResult> TestAsync(HttpContext http, Dispatch dispatch, AlertBinding binding, TimeProvider clock, CancellationToken ct)
    {
        var status = "firing";
        if (http.Request.ContentType is not null)
        {
            using var bound = await JsonRequest.ReadAsync(http, writes: false);
            status = bound.Fields.Text("status") ?? status;
            if (status is not ("firing" or "resolved"))
                bound.Errors.Add(FieldPath.Body.Member("status"), "must be one of: firing, resolved");
            bound.Errors.ThrowIfAny();
        }
        else
        {
            (await JsonRequest.ReadNothingAsync(http)).ThrowIfAny();
        }

        return await SendTestAsync(status, http, dispatch, binding, clock, ct);
    }

    /// <summary>Takes in an alert of our own.</summary>
    internal static Task<IResult> SendTestAsync(string status, HttpContext http, Dispatch dispatch, AlertBinding binding, TimeProvider clock, CancellationToken ct) =>
        SendAsync(TestSource, TestAlert.Body(status, clock.GetUtcNow()), null, http, dispatch, binding, ct);

    private static async Task<IResult> ReplayOneAsync(string id, HttpContext http, Dispatch dispatch, AlertBinding binding, CancellationToken ct) =>
        await ReplayAsync(id, await JsonRequest.ReadNothingAsync(http), http, dispatch, binding, ct);

    /// <summary>Takes in once more what came before.</summary>
    internal static async Task<IResult> ReplayAsync(string id, FieldErrors errors, HttpContext http, Dispatch dispatch, AlertBinding binding, CancellationToken ct)
    {
        var delivery = await dispatch.SendAsync(errors, new GetDeliveryQuery(Answer.Id(id, "delivery")), ct)
            ?? throw Answer.Missing("delivery with this id; old ones are removed");
        if (delivery.Body is not { } body)
            throw new ProblemException(ProblemTypes.Conflict, "The body of this delivery is not kept: it was no JSON or is longer than Alerts:KeepBodyBytes. Have its sender send it again.");
        return await SendAsync(delivery.Source, System.Text.Encoding.UTF8.GetBytes(body), null, http, dispatch, binding, ct);
    }

    private static async Task<IResult> SendAsync(
        string source, ReadOnlyMemory<byte> body, WriteKey? key, HttpContext http, Dispatch dispatch, AlertBinding binding, CancellationToken ct)
    {
        var bound = binding.Read(source, body);
        // What is refused as a whole is noted all the same: its sender's owner looks for it among the deliveries.
        var command = new TakeAlertsCommand(source, bound.Alerts, bound.Json, body.Length, bound.Mended, bound.Problem?.Detail, bound.Problem is null ? key : null);
        var written = await dispatch.SendAsync(command.Key, command, ct);
        return bound.Problem is { } problem ? throw new ProblemException(problem) : Answer.Written(http, written, StatusCodes.Status200OK, dispatch.Map<AlertsWire>(written.Value));
    }

    private static async Task<IResult> DeliveriesAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "limit", "cursor");
        var request = new GetDeliveriesQuery(query.Integer("limit") ?? 20);
        var page = await dispatch.SendAsync(query.Errors, request with { After = Cursor.Of(query, Cursor.DeliveryList) }, ct);
        var next = Cursor.Of(page.Next, Cursor.DeliveryList);
        Cursor.Link(http, next);
        return Answer.Ok(new DeliveryPageWire { Deliveries = dispatch.Map<IReadOnlyList<DeliveryWire>>(page.Deliveries), NextCursor = next });
    }
}
