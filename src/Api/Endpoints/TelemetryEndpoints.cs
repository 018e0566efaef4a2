using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Reports of agents and the series they make (contract 7).</summary>
internal static class TelemetryEndpoints
{
    internal static void MapTelemetry(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/telemetry-report", ReportAsync).Needs(AccessScopes.Write).Describe(AgentDocs.Report);
        routes.MapRead("/api/agents/{name}/telemetry", ReadAsync).Needs(AccessScopes.Read).Describe(AgentDocs.Telemetry);
    }

    private static async Task<IResult> ReportAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        using var bound = await JsonRequest.ReadAsync(http, itemsIn: "fixes");
        var written = await dispatch.SendAsync(bound, TelemetryBinding.Report(bound), ct);
        return Answer.Written(http, written, StatusCodes.Status200OK, dispatch.Map<ReceivedWire>(written.Value));
    }

    private static async Task<IResult> ReadAsync(string name, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "name", "since", "step");
        var figure = query.Text("name");
        var request = new GetAgentTelemetryQuery(name, figure, query.Instant("since"), query.Integer("step"));
        var series = dispatch.Map<IReadOnlyList<SeriesWire>>(await dispatch.SendAsync(query.Errors, request, ct) ?? throw AgentEndpoints.Missing());
        var asked = figure is null || series.Count == 0 ? null : series[0];
        return Answer.Ok(new AgentTelemetryWire
        {
            Agent = name,
            Name = figure,
            Unit = asked?.Unit,
            Points = asked?.Points ?? [],
            Series = [.. series.Skip(asked is null ? 0 : 1)],
        });
    }
}
