using MediatR;
using Microsoft.Net.Http.Headers;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Endpoints;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Stores;

namespace ObsControlPlane.Api.Pages;

/// <summary>What the buttons of the pages do; each is a documented route, too, for programs.</summary>
internal static class PageForms
{
    private const string Form = "application/x-www-form-urlencoded";

    // Whoever presses a button on a page vouches for it as a person.
    private const string Person = "person";

    internal static void MapForms(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/fixes/{id:guid}/outcomes", RecordAsync).Accepts<string>(Form).ExcludeFromDescription();
        routes.MapPost("/status/dead-letters/{id}/{decision:regex(^(retry|discard)$)}", DecideAsync).Accepts<string>(Form).ExcludeFromDescription();
    }

    private static async Task<IResult> RecordAsync(Guid id, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var command = new RecordOutcomeCommand(id, form["outcome"], Person, null, null, null, null, null, null, null, null);
        _ = await dispatch.SendAsync(new FieldErrors(), command, ct) ?? throw Answer.Missing("fix of this id");
        return Done(http, $"/fixes/{id}");
    }

    private static async Task<IResult> DecideAsync(string id, string decision, HttpContext http, IMediator mediator, CancellationToken ct) =>
        await mediator.Send(new DecideDeadLetterCommand(id, decision == "retry" ? DeadLetterDecision.Retried : DeadLetterDecision.Discarded), ct) ? Done(http, "/status") : throw Answer.Missing("write of this id that waits for a decision");

    // A script stays where it is, and is told by the page's own stream; a browser without scripts goes back to where it was.
    private static IResult Done(HttpContext http, string page)
    {
        if (http.Request.Headers.ContainsKey("HX-Request"))
            return TypedResults.NoContent();
        var from = Uri.TryCreate(http.Request.Headers[HeaderNames.Referer], UriKind.Absolute, out var referer) && referer.Authority == http.Request.Host.Value ? referer.PathAndQuery : page;
        http.Response.Headers.Location = from;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
