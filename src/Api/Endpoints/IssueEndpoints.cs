using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Issues: similar ones, patterns, occurrences, and what their identity is made of.</summary>
internal static class IssueEndpoints
{
    internal static void MapIssues(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/issues/similar", SimilarAsync).Needs(AccessScopes.Read).Describe(IssueDocs.Similar);
        routes.MapRead("/api/issues/patterns", PatternsAsync).Needs(AccessScopes.Read).Describe(IssueDocs.Patterns);
        routes.MapPost("/api/issues/{fingerprint}/occurrences", OccurrenceAsync).Needs(AccessScopes.Write).Describe(IssueDocs.Occurrence);
        routes.MapRead("/api/fingerprint", FingerprintByQueryAsync).Needs(AccessScopes.Read).Describe(IssueDocs.FingerprintByQuery);
        routes.MapPost("/api/fingerprint", FingerprintByBodyAsync).Needs(AccessScopes.Read).Describe(IssueDocs.FingerprintByBody);
    }

    private static async Task<IResult> SimilarAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "type", "limit");
        var fixes = await dispatch.SendAsync(query.Errors, new FindSimilarIssuesQuery(query.Text("type"), query.Integer("limit") ?? 10), ct);
        return Answer.Ok(new FixListWire { Fixes = dispatch.Map<IReadOnlyList<FixWire>>(fixes) });
    }

    private static async Task<IResult> PatternsAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "days", "limit");
        var patterns = await dispatch.SendAsync(query.Errors, new GetIssuePatternsQuery(query.Integer("days") ?? 7, query.Integer("limit") ?? 20), ct);
        return Answer.Ok(dispatch.Map<PatternsWire>(patterns));
    }

    private static async Task<IResult> OccurrenceAsync(string fingerprint, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        using var bound = await JsonRequest.ReadAsync(http);
        var fields = bound.Fields;
        var command = new ReportOccurrenceCommand(
            fingerprint, fields.Text("issue"), fields.Scope(), fields.Integer("ts"), fields.Text("source"), bound.Key);
        var written = await dispatch.SendAsync(bound, command, ct)
            ?? throw Answer.Missing("issue with this fingerprint; send its text under 'issue', too");
        return Answer.Written(http, written, StatusCodes.Status201Created, dispatch.Map<OccurrenceWire>(written.Value));
    }

    private static async Task<IResult> FingerprintByQueryAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "text");
        var view = await dispatch.SendAsync(query.Errors, new GetFingerprintQuery(query.Text("text"), Labels: null), ct);
        return Answer.Ok(dispatch.Map<FingerprintWire>(view));
    }

    private static async Task<IResult> FingerprintByBodyAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        using var bound = await JsonRequest.ReadAsync(http, writes: false);
        var view = await dispatch.SendAsync(bound, new GetFingerprintQuery(bound.Fields.Text("text"), Labels(bound.Fields)), ct);
        return Answer.Ok(dispatch.Map<FingerprintWire>(view));
    }

    private static Dictionary<string, string>? Labels(JsonFields fields)
    {
        if (fields.Object("labels") is not { } labels)
            return null;
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in labels.Element.EnumerateObject())
        {
            if (JsonFields.TextOf(member.Value, labels.Path.Member(member.Name), fields.Errors) is { } value)
                read[member.Name] = value;
        }

        return read;
    }
}
