using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Issues that were seen happening, their episodes, and who is on them (contract 8).</summary>
internal static class EpisodeEndpoints
{
    internal static void MapEpisodes(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/issues", IssuesAsync).Needs(AccessScopes.Read).Describe(EpisodeDocs.Issues);
        routes.MapRead("/api/issues/{fingerprint}", IssueAsync).Needs(AccessScopes.Read).Describe(EpisodeDocs.Issue);
        routes.MapPost("/api/issues/{fingerprint}/ack", AcknowledgeAsync).Needs(AccessScopes.Write).Describe(EpisodeDocs.Acknowledge);
        routes.MapRead("/api/episodes", EpisodesAsync).Needs(AccessScopes.Read).Describe(EpisodeDocs.Episodes);
    }

    private static async Task<IResult> IssuesAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "status", "limit", "cursor");
        var request = new GetIssuesQuery(query.Integer("limit") ?? 20, query.Text("status"));
        var page = await dispatch.SendAsync(query.Errors, request with { After = Cursor.Issues(query) }, ct);
        var next = Cursor.Of(page.Next);
        Cursor.Link(http, next);
        return Answer.Ok(new SeenIssuePageWire { Issues = dispatch.Map<IReadOnlyList<SeenIssueWire>>(page.Issues), NextCursor = next });
    }

    private static async Task<IResult> IssueAsync(string fingerprint, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var details = await dispatch.SendAsync(QueryFields.Of(http).Errors, new GetIssueQuery(fingerprint), ct);
        return Answer.OkOrMissing(details is null ? null : dispatch.Map<IssueDetailsWire>(details), "issue with this fingerprint");
    }

    private static async Task<IResult> AcknowledgeAsync(string fingerprint, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        if (http.Request.ContentType is null)
        {
            var nothing = await JsonRequest.ReadNothingAsync(http);
            return Acknowledged(http, dispatch, await dispatch.SendAsync(nothing, new AcknowledgeIssueCommand(fingerprint, null, null), ct));
        }

        using var bound = await JsonRequest.ReadAsync(http);
        return Acknowledged(http, dispatch, await dispatch.SendAsync(bound, new AcknowledgeIssueCommand(fingerprint, bound.Fields.Text("by"), bound.Key), ct));
    }

    private static IResult Acknowledged(HttpContext http, Dispatch dispatch, Application.Ports.Written<Application.Ports.AcknowledgementReceipt>? written) => written is null
        ? throw Answer.Missing("issue with this fingerprint")
        : Answer.Written(http, written, StatusCodes.Status200OK, dispatch.Map<AcknowledgedWire>(written.Value));

    private static async Task<IResult> EpisodesAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "status", "fingerprint", "limit", "cursor");
        var request = new GetEpisodesQuery(query.Integer("limit") ?? 20, query.Text("status"), query.Text("fingerprint"));
        var page = await dispatch.SendAsync(query.Errors, request with { After = Cursor.Of(query, Cursor.EpisodeList) }, ct);
        var next = Cursor.Of(page.Next, Cursor.EpisodeList);
        Cursor.Link(http, next);
        return Answer.Ok(new EpisodePageWire { Episodes = dispatch.Map<IReadOnlyList<EpisodeWire>>(page.Episodes), NextCursor = next });
    }
}
