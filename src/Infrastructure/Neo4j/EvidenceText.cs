using System.Text.Json;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>
/// Evidence as a text, because a property holds no lists of lists: a JSON array with, for each scope, its four parts, four counts of successes, four of
/// failures (reported, person, verified, alert cleared), the unknown, the returns, and three instants.
/// </summary>
internal static class EvidenceText
{
    public static string Of(IEnumerable<ScopedEvidence> evidence) => JsonSerializer.Serialize(evidence.Select(Values));

    public static IReadOnlyList<ScopedEvidence> Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static object?[] Values(ScopedEvidence evidence) =>
    [
        evidence.Scope.Service, evidence.Scope.Server, evidence.Scope.Environment, evidence.Scope.Version,
        evidence.Worked.Reported, evidence.Worked.Person, evidence.Worked.Verified, evidence.Worked.AlertCleared,
        evidence.Failed.Reported, evidence.Failed.Person, evidence.Failed.Verified, evidence.Failed.AlertCleared,
        evidence.Unknown, evidence.CameBack, evidence.LastTs, evidence.LastWorkedTs, evidence.CameBackTs,
    ];

    private static ScopedEvidence Read(JsonElement values) => new(
        new Scope(values[0].GetString(), values[1].GetString(), values[2].GetString(), values[3].GetString()),
        Tally(values, 4), Tally(values, 8), values[12].GetInt64(), values[13].GetInt64(), Instant(values[14]), Instant(values[15]), Instant(values[16]));

    private static EvidenceTally Tally(JsonElement values, int first) =>
        new(values[first].GetInt64(), values[first + 1].GetInt64(), values[first + 2].GetInt64(), values[first + 3].GetInt64());

    private static long? Instant(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt64();
}
