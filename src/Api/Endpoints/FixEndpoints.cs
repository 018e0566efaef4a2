using System.Globalization;
using Microsoft.Net.Http.Headers;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Reading, correcting and erasing fixes, and what became of them (contract 5 and 6).</summary>
internal static class FixEndpoints
{
    private const string Fix = "fix";

    internal static void MapFixes(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/fixes", ListAsync).Needs(AccessScopes.Read).Describe(FixDocs.List);
        routes.MapRead("/api/fixes/success-rate", SuccessRateAsync).Needs(AccessScopes.Read).Describe(FixDocs.SuccessRate);
        routes.MapRead("/api/fixes/{id}", GetAsync).Needs(AccessScopes.Read).Describe(FixDocs.Get);
        routes.MapPatch("/api/fixes/{id}", CorrectAsync).Needs(AccessScopes.Write).Describe(FixDocs.Correct);
        routes.MapDelete("/api/fixes/{id}", EraseAsync).Needs(AccessScopes.Admin).Describe(FixDocs.Erase);
        routes.MapPost("/api/fixes/{id}/outcomes", OutcomeAsync).Needs(AccessScopes.Write).Describe(FixDocs.Outcome);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "limit", "cursor", "success", "agent", "server", "service", "since", "fingerprint");
        var request = new GetRecentFixesQuery(
            query.Integer("limit") ?? 20, Success: query.Text("success"), Agent: query.Text("agent"), Server: query.Text("server"),
            Service: query.Text("service"), Since: query.Instant("since"), Fingerprint: query.Text("fingerprint"));
        var page = await dispatch.SendAsync(query.Errors, request with { After = Cursor.Fixes(query) }, ct);
        var next = Cursor.Of(page.Next);
        Cursor.Link(http, next);
        return Answer.Ok(new FixPageWire
        {
            Fixes = dispatch.Map<IReadOnlyList<FixWire>>(page.Fixes),
            NextCursor = next,
            Complete = page.Complete,
            Source = page.Source,
        });
    }

    private static async Task<IResult> SuccessRateAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "type");
        var rate = await dispatch.SendAsync(query.Errors, new GetFixSuccessRateQuery(query.Text("type")), ct);
        return Answer.Ok(dispatch.Map<SuccessRateWire>(rate));
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var details = await dispatch.SendAsync(QueryFields.Of(http).Errors, new GetFixQuery(Answer.Id(id, Fix)), ct)
            ?? throw Answer.Missing("fix with this id");
        SetRevision(http, details.View.Fix.Revision);
        return Answer.Ok(dispatch.Map<FixDetailsWire>(details));
    }

    private static async Task<IResult> CorrectAsync(string id, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var fix = Answer.Id(id, Fix);
        using var bound = await JsonRequest.ReadAsync(http, writes: false);
        var fields = bound.Fields;
        var command = new CorrectFixCommand(
            fix, Revision(http), fields.Text("solution"), fields.Texts("tags"), fields.Metadata(), fields.Find("scope") is null ? null : fields.Scope());
        var corrected = await dispatch.SendAsync(bound, command, ct) ?? throw Answer.Missing("fix with this id");
        SetRevision(http, corrected.Fix.Revision);
        return Answer.Ok(dispatch.Map<FixWire>(corrected));
    }

    private static async Task<IResult> EraseAsync(string id, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var erased = await dispatch.SendAsync(QueryFields.Of(http).Errors, new EraseFixCommand(Answer.Id(id, Fix)), ct)
            ?? throw Answer.Missing("fix with this id");
        return Answer.Ok(dispatch.Map<ErasedWire>(erased));
    }

    private static async Task<IResult> OutcomeAsync(string id, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var fix = Answer.Id(id, Fix);
        using var bound = await JsonRequest.ReadAsync(http);
        var fields = bound.Fields;
        var evidence = fields.Object("evidence");
        evidence?.RefuseUnknown("kind", "note");
        if (evidence is not null && evidence.Find("kind") is null)
            bound.Errors.Add(evidence.Path.Member("kind"), "is required");
        var command = new RecordOutcomeCommand(
            fix, fields.Text("outcome"), evidence?.Text("kind"), evidence?.Text("note"), fields.Text("recall_id"), fields.Text("application_id"),
            fields.Text("episode_id"), fields.Text("agent"), fields.Scope(), fields.Integer("ts"), bound.Key);
        var written = await dispatch.SendAsync(bound, command, ct) ?? throw Answer.Missing("fix with this id");
        return Answer.Written(http, written, StatusCodes.Status201Created, dispatch.Map<OutcomeReceiptWire>(written.Value));
    }

    private static void SetRevision(HttpContext http, long revision) =>
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    // '*' and weak tags would let a change through that the caller has not seen.
    private static long Revision(HttpContext http) =>
        http.Request.Headers[HeaderNames.IfMatch] is [['"', .. var digits, '"']]
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw new ProblemException(ProblemTypes.RevisionRequired, "Send the revision you read as If-Match: \"42\", the ETag of GET /api/fixes/{id}; '*', weak tags and lists are not taken.");
}
