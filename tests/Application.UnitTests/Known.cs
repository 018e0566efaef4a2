using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.UnitTests;

/// <summary>Records as a store would hold them.</summary>
internal static class Known
{
    public static readonly Guid Id = new("0192f0c1-2d3e-7abc-8def-0123456789ab");

    public static readonly EmbeddingModel Model = new(new ModelStamp("small", "1", 2), .6, .5);

    public static Guid Numbered(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public static Fix Fix(Guid? id = null, string issue = "disk full", long ts = 10, Scope? scope = null) => new()
    {
        Id = id ?? Id,
        Fingerprint = Issue.FromText(issue).Fingerprint,
        IssueText = issue,
        Solution = $"rotate the logs of {id}",
        Ts = ts,
        FirstTs = ts,
        Sightings = 1,
        Scope = scope ?? Scope.Everywhere,
        Revision = 3,
    };

    public static FixWithEvidence Record(Guid? id = null, long worked = 0, long failed = 0, string issue = "disk full", long ts = 10, Scope? scope = null)
    {
        var fix = Fix(id, issue, ts, scope) with { Outcomes = new OutcomeCounts(worked, failed) };
        return new FixWithEvidence(fix, worked + failed == 0 ? [] : [Evidence(worked, failed, fix.Scope)]);
    }

    public static ScopedEvidence Evidence(long worked, long failed, Scope? scope = null) =>
        new(scope ?? Scope.Everywhere, new EvidenceTally(worked), new EvidenceTally(failed), 0, 0, null, null, null);

    public static Receipt Receipt(Guid? id = null, bool deduplicated = false, bool? success = null) => new(
        id ?? Id, RecordKind.Fix, "issue:disk full", Issue.FromText("disk full").Fingerprint, Durability.Committed, deduplicated, null, 1, 10, success, false,
        VectorState.Off, GraphState.Committed);

    public static Agent Agent(string name = "a", long lastSeen = 0) => new() { Name = name, RegisteredAt = 1, LastSeen = lastSeen };
}
