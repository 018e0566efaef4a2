using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Domain.Access;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Agents and their leases (contract 7).</summary>
internal static class AgentEndpoints
{
    internal static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/register-agent", RegisterAsync).Needs(AccessScopes.Write).Describe(AgentDocs.Register);
        routes.MapRead("/api/agents", ListAsync).Needs(AccessScopes.Read).Describe(AgentDocs.List);
        routes.MapRead("/api/agents/{name}", GetAsync).Needs(AccessScopes.Read).Describe(AgentDocs.Get);
        routes.MapDelete("/api/agents/{name}", RetireAsync).Needs(AccessScopes.Write).Describe(AgentDocs.Retire);
    }

    /// <summary>The refusal that no agent has the name.</summary>
    internal static Errors.ProblemException Missing() => Answer.Missing("agent of this name; case counts");

    private static async Task<IResult> RegisterAsync(HttpContext http, Dispatch dispatch, TimeProvider clock, CancellationToken ct)
    {
        using var bound = await JsonRequest.ReadAsync(http);
        var fields = bound.Fields;
        var command = new RegisterAgentCommand(
            fields.Text("name"), fields.Text("server"), fields.Text("instance_id"), fields.SmallInteger("interval_seconds"), fields.Metadata(),
            fields.Flag("takeover") ?? false, bound.Key);
        var written = await dispatch.SendAsync(bound, command, ct);
        var receipt = written.Value;
        return Answer.Written(
            http,
            written,
            receipt.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            new RegisteredWire { Registered = true, Agent = Map(dispatch, receipt.Agent, clock), PreviousServer = receipt.PreviousServer });
    }

    private static async Task<IResult> ListAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "status", "limit", "cursor");
        var request = new GetAgentsQuery(query.Text("status"), null, query.Integer("limit") ?? 20);
        var page = await dispatch.SendAsync(query.Errors, request with { After = Cursor.Agents(query) }, ct);
        var next = Cursor.Of(page.Next);
        Cursor.Link(http, next);
        return Answer.Ok(new AgentPageWire { Agents = dispatch.Map<IReadOnlyList<AgentWire>>(page.Agents), NextCursor = next });
    }

    private static async Task<IResult> GetAsync(string name, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var agent = await dispatch.SendAsync(QueryFields.Of(http).Errors, new GetAgentQuery(name), ct) ?? throw Missing();
        return Answer.Ok(dispatch.Map<AgentWire>(agent));
    }

    private static async Task<IResult> RetireAsync(string name, HttpContext http, Dispatch dispatch, TimeProvider clock, CancellationToken ct)
    {
        var agent = await dispatch.SendAsync(QueryFields.Of(http).Errors, new RetireAgentCommand(name), ct) ?? throw Missing();
        return Answer.Ok(Map(dispatch, agent, clock));
    }

    private static AgentWire Map(Dispatch dispatch, Agent agent, TimeProvider clock) =>
        dispatch.Map<AgentWire>(new AgentView(agent, agent.StatusAt(clock.GetUtcNow().ToUnixTimeMilliseconds())));
}
