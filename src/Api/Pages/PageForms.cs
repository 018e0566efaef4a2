using MediatR;
using Microsoft.Net.Http.Headers;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Endpoints;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Application.Stores;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Pages;

/// <summary>What the buttons of the pages do; each is a documented route, too, for programs.</summary>
internal static class PageForms
{
    private const string Form = "application/x-www-form-urlencoded";

    // Whoever presses a button on a page vouches for it as a person.
    private const string Person = "person";

    internal static void MapForms(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/fixes/{id:guid}/outcomes", RecordAsync).Needs(AccessScopes.Write).Accepts<string>(Form).ExcludeFromDescription();
        routes.MapPost("/issues/{fingerprint}/ack", AcknowledgeAsync).Needs(AccessScopes.Write).Accepts<string>(Form).ExcludeFromDescription();
        routes.MapPost("/alerts/test", TestAsync).Needs(AccessScopes.Write).Accepts<string>(Form).ExcludeFromDescription();
        routes.MapPost("/alerts/deliveries/{id}/replay", ReplayAsync).Needs(AccessScopes.Write).Accepts<string>(Form).ExcludeFromDescription();
        foreach (var (name, decision) in new[] { ("retry", DeadLetterDecision.Retried), ("discard", DeadLetterDecision.Discarded) })
        {
            routes.MapPost($"/status/dead-letters/{{id}}/{name}", (string id, HttpContext http, IMediator mediator, CancellationToken ct) => DecideAsync(id, decision, http, mediator, ct))
                .Needs(AccessScopes.Admin).Accepts<string>(Form).ExcludeFromDescription();
        }
    }

    private static async Task<IResult> RecordAsync(Guid id, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        RefuseStrangers(http);
        var form = await FormBody.ReadAsync(http, ct);
        var command = new RecordOutcomeCommand(id, form["outcome"], Person, null, null, null, null, null, null, null, null);
        _ = await dispatch.SendAsync(new FieldErrors(), command, ct) ?? throw Answer.Missing("fix of this id");
        return Done(http, $"/fixes/{id}");
    }

    private static async Task<IResult> AcknowledgeAsync(string fingerprint, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        RefuseStrangers(http);
        _ = await dispatch.SendAsync(new FieldErrors(), new AcknowledgeIssueCommand(fingerprint, null, null), ct) ?? throw Answer.Missing("issue with this fingerprint");
        return Done(http, $"/issues/{Uri.EscapeDataString(fingerprint)}");
    }

    private static async Task<IResult> TestAsync(HttpContext http, Dispatch dispatch, AlertBinding binding, TimeProvider clock, CancellationToken ct)
    {
        RefuseStrangers(http);
        var form = await FormBody.ReadAsync(http, ct);
        await AlertEndpoints.SendTestAsync(form["status"] == "resolved" ? "resolved" : "firing", http, dispatch, binding, clock, ct);
        return Done(http, "/alerts");
    }

    private static async Task<IResult> ReplayAsync(string id, HttpContext http, Dispatch dispatch, AlertBinding binding, CancellationToken ct)
    {
        RefuseStrangers(http);
        await AlertEndpoints.ReplayAsync(id, new FieldErrors(), http, dispatch, binding, ct);
        return Done(http, "/alerts");
    }

    private static async Task<IResult> DecideAsync(string id, DeadLetterDecision decision, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        RefuseStrangers(http);
        return await mediator.Send(new DecideDeadLetterCommand(id, decision), ct) ? Done(http, "/status") : throw Answer.Missing("write of this id that waits for a decision");
    }

    // The stream of a page is one for all who look, so its forms carry no token of one browser. A page elsewhere can send none of these headers with a value that passes here:
    // the browser writes the first two itself, and lets nobody set the third, nor a key, without asking us first.
    private static void RefuseStrangers(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers["Sec-Fetch-Site"] != "same-origin" && headers.Origin.Count == 0 && !headers.ContainsKey("HX-Request") && Credential.Of(http.Request) is null)
            throw new ProblemException(ProblemTypes.OriginRefused, "This route is for the buttons of our own pages. Programs use the route of the API that the button shows as curl.");
    }

    // A script stays where it is, and is told by the page's own stream; a browser without scripts goes back to where it was.
    private static IResult Done(HttpContext http, string page)
    {
        if (http.Request.Headers.ContainsKey("HX-Request"))
            return TypedResults.NoContent();
        var from = Uri.TryCreate(http.Request.Headers[HeaderNames.Referer], UriKind.Absolute, out var referer) && referer.Authority == http.Request.Host.Value && !referer.PathAndQuery.StartsWith("//", StringComparison.Ordinal)
            ? referer.PathAndQuery
            : page;
        http.Response.Headers.Location = from;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
