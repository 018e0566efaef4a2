using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>A fix as the properties of a node <c>Fix</c>. No number of it has a fraction: a JSON number without one is an INTEGER there.</summary>
internal static class FixNode
{
    /// <summary>What <see cref="Read"/> reads, of the node <c>f</c>.</summary>
    public const string Projection = """
        f {.id, .fingerprint, .issue, .solution, .success, .success_ts, .ts, .first_ts, .sightings, .agent, .service, .server, .environment, .version,
           .source, .source_id, .tags, .metadata, .worked, .failed, .rolled_back, .attempted, .unknown, .revision, .supersedes, .superseded_by,
           .merged_into, .evidence}
        """;

    /// <summary>What a fix and its evidence say, in a fixed order; null for what is not said.</summary>
    public static Dictionary<string, object?> Properties(Fix fix, IReadOnlyList<ScopedEvidence> evidence) => new()
    {
        ["id"] = fix.Id.ToString(),
        ["fingerprint"] = fix.Fingerprint.Value,
        ["issue"] = fix.IssueText,
        ["solution"] = fix.Solution,
        ["success"] = fix.Success,
        ["success_ts"] = fix.SuccessTs,
        ["ts"] = fix.Ts,
        ["first_ts"] = fix.FirstTs,
        ["sightings"] = fix.Sightings,
        ["agent"] = fix.Agent,
        ["service"] = fix.Scope.Service,
        ["server"] = fix.Scope.Server,
        ["environment"] = fix.Scope.Environment,
        ["version"] = fix.Scope.Version,
        ["source"] = fix.Source,
        ["source_id"] = fix.SourceId,
        ["tags"] = fix.Tags,
        ["metadata"] = fix.Metadata?.Json,
        ["worked"] = fix.Outcomes.Worked,
        ["failed"] = fix.Outcomes.Failed,
        ["rolled_back"] = fix.Outcomes.RolledBack,
        ["attempted"] = fix.Outcomes.Attempted,
        ["unknown"] = fix.Outcomes.Unknown,
        ["supersedes"] = fix.Supersedes?.ToString(),
        ["superseded_by"] = fix.SupersededBy?.ToString(),
        ["merged_into"] = fix.MergedInto?.ToString(),
        ["evidence"] = EvidenceText.Of(evidence),
    };

    /// <summary>Reads what <see cref="Projection"/> returns.</summary>
    public static FixWithEvidence Read(JsonElement node) => new(
        new Fix
        {
            Id = node.GetProperty("id").GetGuid(),
            Fingerprint = Fingerprint.Parse(Text(node, "fingerprint")!),
            IssueText = Text(node, "issue")!,
            Solution = Text(node, "solution")!,
            Success = node.GetProperty("success") is { ValueKind: not JsonValueKind.Null } success ? success.GetBoolean() : null,
            SuccessTs = NodeValues.Number(node, "success_ts"),
            Ts = Count(node, "ts"),
            FirstTs = Count(node, "first_ts"),
            Sightings = Count(node, "sightings"),
            Agent = Text(node, "agent"),
            Scope = new Scope(Text(node, "service"), Text(node, "server"), Text(node, "environment"), Text(node, "version")),
            Source = Text(node, "source"),
            SourceId = Text(node, "source_id"),
            Tags = [.. node.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)],
            Metadata = Text(node, "metadata") is { } json ? new Metadata(json) : null,
            Outcomes = new OutcomeCounts(
                Count(node, "worked"), Count(node, "failed"), Count(node, "rolled_back"), Count(node, "attempted"), Count(node, "unknown")),
            Revision = Count(node, "revision"),
            Supersedes = Id(node, "supersedes"),
            SupersededBy = Id(node, "superseded_by"),
            MergedInto = Id(node, "merged_into"),
        },
        EvidenceText.Read(Text(node, "evidence")!));

    private static string? Text(JsonElement node, string name) => node.GetProperty(name).GetString();

    private static long Count(JsonElement node, string name) => node.GetProperty(name).GetInt64();

    private static Guid? Id(JsonElement node, string name) => Text(node, name) is { } id ? Guid.Parse(id) : null;
}
