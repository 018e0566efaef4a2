using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>
/// Hash of what a state says, without its revision: equal for equal states wherever they are read from. 32 hex digits, the first half of SHA-256.
/// </summary>
internal static class StateHash
{
    private const int Digits = 32;

    /// <summary>Of a fix, its evidence and its reports, in whatever order these come.</summary>
    public static string Of(FixState state)
    {
        var evidence = state.Evidence.OrderBy(e => e.Scope.Service, StringComparer.Ordinal).ThenBy(e => e.Scope.Server, StringComparer.Ordinal)
            .ThenBy(e => e.Scope.Environment, StringComparer.Ordinal).ThenBy(e => e.Scope.Version, StringComparer.Ordinal);
        return Of(new { fix = FixNode.Properties(state.Fix, [.. evidence]), told = Ordered(state.Reports).Select(Said) });
    }

    /// <summary>Of an agent.</summary>
    public static string Of(AgentState state) => Of(AgentNode.Properties(state.Agent));

    /// <summary>Reports in the order in which they were taken in.</summary>
    public static IEnumerable<FixReport> Ordered(IEnumerable<FixReport> reports) => reports.OrderBy(report => report.Id);

    /// <summary>What the graph keeps of a report.</summary>
    public static object?[] Said(FixReport report) => [report.Id, report.Ts, report.Scope.Server, report.Agent];

    /// <summary>Hash of a list, from the hash of what stands before its last entry and that entry.</summary>
    public static string Next(string before, FixReport report) => Of(new { before, said = Said(report) });

    private static string Of(object said) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(said))))[..Digits];
}
