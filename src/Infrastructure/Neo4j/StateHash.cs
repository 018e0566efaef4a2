using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>
/// Hash of what a state says, without its revision: equal for equal states wherever they are read from. 32 hex digits, the first half of SHA-256.
/// </summary>
internal static class StateHash
{
    private const int Digits = 32;

    /// <summary>Of a fix, its evidence and its reports, in whatever order these come.</summary>
    public static string Of(FixState state) => Of(state.Fix, state.Evidence, state.Reports.Select(SaidOf.Report));

    /// <summary>The same, with what the graph keeps of the reports.</summary>
    public static string Of(Fix fix, IReadOnlyList<ScopedEvidence> evidence, IEnumerable<SaidOf> reports)
    {
        var ordered = evidence.OrderBy(e => e.Scope.Service, StringComparer.Ordinal).ThenBy(e => e.Scope.Server, StringComparer.Ordinal)
            .ThenBy(e => e.Scope.Environment, StringComparer.Ordinal).ThenBy(e => e.Scope.Version, StringComparer.Ordinal);
        return Of(new { fix = FixNode.Properties(fix, [.. ordered]), told = reports.OrderBy(report => report.Id).Select(report => report.Values) });
    }

    /// <summary>Of an agent.</summary>
    public static string Of(Agent agent) => Of(AgentNode.Properties(agent));

    /// <summary>Reports in the order in which they were taken in.</summary>
    public static IEnumerable<FixReport> Ordered(IEnumerable<FixReport> reports) => reports.OrderBy(report => report.Id);

    /// <summary>Hash of a list, from the hash of what stands before its last entry and that entry.</summary>
    public static string Next(string before, FixReport report) => Of(new { before, said = SaidOf.Report(report).Values });

    private static string Of(object said) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(said))))[..Digits];
}

/// <summary>What the graph keeps of a report.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Ts">When it was told, epoch milliseconds.</param>
/// <param name="Server">The server it was told for, or null.</param>
/// <param name="Agent">Who told it, or null.</param>
internal readonly record struct SaidOf(Guid Id, long Ts, string? Server, string? Agent)
{
    /// <summary>In a fixed order.</summary>
    public object?[] Values => [Id, Ts, Server, Agent];

    /// <summary>Of a report.</summary>
    public static SaidOf Report(FixReport report) => new(report.Id, report.Ts, report.Scope.Server, report.Agent);
}
