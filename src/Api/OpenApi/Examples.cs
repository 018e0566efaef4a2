using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Answers as examples, in the very types that are answered, so that they cannot drift from them.</summary>
internal static class Examples
{
    private const long Ts = 1_764_072_000_000;
    internal const string Fingerprint = "f1:0b4c4a8d1d0f6a6f3c1d9be2a7f54e10";
    internal static readonly Guid FixId = new("019abc12-0000-7000-8000-000000000001");
    internal static readonly Guid MemoryId = new("019abc12-0000-7000-8000-000000000002");
    private static readonly Guid OtherId = new("019abc12-0000-7000-8000-000000000003");

    private static readonly ScopeWire Scope = new() { Service = "web", Server = "web-2", Environment = "production", Version = null };

    private static readonly IntervalWire Interval = new() { Low = .51, High = .95, Confidence = .95 };

    private static readonly StandingWire Standing = new()
    {
        Score = .51, Low = .51, High = .95, Confidence = .95, Level = StandingLevel.Service, Worked = 4, Failed = 1, Unknown = 0, LastWorkedTs = Ts, CameBackTs = null,
    };

    private static readonly OutcomesWire Outcomes = new() { Worked = 4, Failed = 1, RolledBack = 0, Attempted = 0, Unknown = 0 };

    internal static readonly FixWire Fix = new()
    {
        Id = FixId, Kind = RecordKind.Fix, Key = "issue:disk full on web-2: /var/log grew to 98%", Fingerprint = Fingerprint,
        Issue = "disk full on web-2: /var/log grew to 98%", Solution = "journalctl --vacuum-size=200M", Success = true, Ts = Ts, Timestamp = Instants.Rfc3339(Ts),
        FirstTs = Ts, Sightings = 5, Agent = "disk-janitor", Scope = Scope, Source = null, SourceId = null, Tags = ["disk"], Metadata = new Metadata("""{"ticket":"OPS-12"}"""),
        Outcomes = Outcomes, Standing = Standing, Revision = 42, Supersedes = null, MergedInto = null,
    };

    internal static readonly FixDetailsWire FixDetails = new()
    {
        Id = Fix.Id, Kind = Fix.Kind, Key = Fix.Key, Fingerprint = Fix.Fingerprint, Issue = Fix.Issue, Solution = Fix.Solution, Success = Fix.Success, Ts = Fix.Ts,
        Timestamp = Fix.Timestamp, FirstTs = Fix.FirstTs, Sightings = Fix.Sightings, Agent = Fix.Agent, Scope = Fix.Scope, Source = null, SourceId = null, Tags = Fix.Tags,
        Metadata = Fix.Metadata, Outcomes = Outcomes, Standing = Standing, Revision = Fix.Revision, Supersedes = null, MergedInto = null,
        History =
        [
            new HistoryWire
            {
                Outcome = OutcomeKind.Worked, Counted = true, Agent = "disk-janitor", Scope = Scope, Evidence = new EvidenceWire { Kind = EvidenceKind.Verified, Note = "df -h shows 41%" }, Ts = Ts,
            },
        ],
        Reports = [new ReportWire { Issue = Fix.Issue, Agent = "disk-janitor", Scope = Scope, Tags = ["disk"], Metadata = Fix.Metadata, Source = null, SourceId = null, Ts = Ts }],
    };

    internal static readonly MemoryWire Memory = new()
    {
        Id = MemoryId, Kind = RecordKind.Memory, Key = "runbook:postgres-failover", Content = "promote the replica with the newest LSN", Metadata = null, Agent = "dba",
        Scope = Scope, Ts = Ts, Timestamp = Instants.Rfc3339(Ts), Revision = 7,
    };

    internal static readonly ReceiptWire Receipt = new()
    {
        Id = FixId, Kind = RecordKind.Fix, Key = Fix.Key, Fingerprint = Fingerprint, Durability = Durability.Committed, Deduplicated = false, MergedInto = null, Revision = 42,
        Ts = Ts, Timestamp = Instants.Rfc3339(Ts), Success = true, Inferred = true, Vector = VectorState.Pending,
        Stores = new ReceiptStoresWire { Memory = Durability.Committed, Graph = GraphState.Committed }, Redacted = [],
    };

    internal static readonly BatchWire Batch = new()
    {
        Results =
        [
            new BatchItemWire { Index = 0, Status = 201, Id = FixId.ToString(), Deduplicated = false, Problem = null, Redacted = [] },
            new BatchItemWire
            {
                Index = 1, Status = 400, Id = null, Deduplicated = false,
                Problem = new ItemProblemWire
                {
                    Type = "/problems/validation", Title = "The request breaks a rule", Status = 400, Detail = "This item breaks a rule; the errors name each field.",
                    Errors = new Dictionary<string, IReadOnlyList<string>> { ["solution"] = ["is required"] },
                },
                Redacted = [],
            },
        ],
        Stored = 1, Deduplicated = 0, Refused = 1,
    };

    internal static readonly OutcomeReceiptWire Outcome = new() { Id = OtherId, FixId = FixId, Counted = true, Standing = Standing, Outcomes = Outcomes };

    internal static readonly ErasedWire Erased = new()
    {
        Id = FixId, Erased = true, Already = false, Note = "The text is gone from the data file, its log and its snapshots.",
        Stores = new ErasedStoresWire { Memory = ErasureState.Erased, Graph = ErasureState.Erased, Index = ErasureState.Erased },
    };

    internal static readonly RecallWire Recall = new()
    {
        RecallId = OtherId, Query = "issue:disk full on web-7: /var/log grew to 91%", Verdict = Verdict.Proven, Complete = true, TookMs = 1.8, VectorsPending = 0,
        Sources =
        [
            new SourceWire { Name = "memory", Status = "ok", LagMs = 0 },
            new SourceWire { Name = "vectors", Status = "ok", LagMs = null },
            new SourceWire { Name = "graph", Status = "ok", LagMs = 0 },
        ],
        Results =
        [
            new FixHitWire
            {
                Id = Fix.Id, Kind = Fix.Kind, Key = Fix.Key, Fingerprint = Fix.Fingerprint, Issue = Fix.Issue, Solution = Fix.Solution, Success = Fix.Success, Ts = Fix.Ts,
                Timestamp = Fix.Timestamp, FirstTs = Fix.FirstTs, Sightings = Fix.Sightings, Agent = Fix.Agent, Scope = Fix.Scope, Source = null, SourceId = null, Tags = Fix.Tags,
                Metadata = Fix.Metadata, Outcomes = Outcomes, Standing = Standing, Revision = Fix.Revision, Supersedes = null, MergedInto = null,
                Score = .95, Similar = 0, Differs = [], CameBack = null, Sources = ["memory"], Evidence = [], Path = [],
                Signals =
                [
                    new SignalWire { Name = "fingerprint", Raw = 1, Normalised = 1, Weight = .9, Contribution = .9 },
                    new SignalWire { Name = "standing", Raw = .5, Normalised = .5, Weight = .1, Contribution = .05 },
                ],
            },
        ],
        Avoid = [], Related = [], Candidates = [],
        Explanation = new ExplanationWire { Tiers = [new TierWire { Name = "fingerprint", Ran = true, TookMs = .4 }], Threshold = .35, RunnerUp = null },
    };

    internal static readonly FixPageWire FixPage = new() { Fixes = [Fix], NextCursor = "AWYAAAGaq8gAAAGavBIAAHAAgAAAAAAAAAHVnkN3", Complete = true, Source = "memory" };

    internal static readonly FixListWire FixList = new() { Fixes = [Fix] };

    internal static readonly SuccessRateWire SuccessRate = new() { Type = "disk full", Rate = .8, Fixes = 3, Succeeded = 4, Failed = 1, Unknown = 1, Interval = Interval };

    private static readonly PatternWire Pattern = new()
    {
        Fingerprint = Fingerprint, Issue = Fix.Issue, Count = 5, PreviousCount = 2, FirstSeen = Ts, LastSeen = Ts, Servers = ["web-2", "web-7"], Agents = ["disk-janitor"],
        Worked = 4, Failed = 1, Rate = .8, Interval = Interval, BestFixId = FixId,
    };

    internal static readonly PatternsWire Patterns = new() { Days = 7, Since = Ts, Patterns = [Pattern] };

    internal static readonly OccurrenceWire Occurrence = new() { Fingerprint = Fingerprint, Episode = OtherId, CameBack = [FixId] };

    internal static readonly FingerprintWire FingerprintOf = new() { Fingerprint = Fingerprint, Masked = "disk full on web-<n>: /var/log grew to <pct>", Version = 1 };

    internal static readonly AgentWire Agent = new()
    {
        Name = "disk-janitor", Server = "web-2", Status = AgentStatus.Active, InstanceId = "4f1b2c", RegisteredAt = Instants.Rfc3339(Ts), LastSeen = Ts,
        LastSeenAt = Instants.Rfc3339(Ts), LastReport = null, Metadata = null,
        Lease = new LeaseWire { IntervalSeconds = 60, LateAt = Instants.Rfc3339(Ts + 120_000), OfflineAt = Instants.Rfc3339(Ts + 300_000) },
    };

    internal static readonly AgentPageWire AgentPage = new() { Agents = [Agent], NextCursor = null };

    internal static readonly RegisteredWire Registered = new() { Registered = true, Agent = Agent, PreviousServer = null };

    internal static readonly ReceivedWire Received = new() { Received = true, Duplicate = false, Agent = Agent, Fixes = [Batch.Results[0]] };

    internal static readonly AgentTelemetryWire Telemetry = new()
    {
        Agent = "disk-janitor", Name = "system.filesystem.utilization", Unit = "1", Points = [[Ts, .98], [Ts + 60_000, .41]], Series = [],
    };

    internal static readonly HealthWire Health = new()
    {
        Status = HealthStatus.Healthy, Version = "0.1.0", CheckedAt = Instants.Rfc3339(Ts),
        Checks = new Dictionary<string, CheckWire>
        {
            ["disk"] = new() { Status = HealthStatus.Healthy, Value = 41, Unit = "percent", DegradedAt = 85, UnhealthyAt = 97, Since = Ts, Message = null },
            ["database_write"] = new() { Status = HealthStatus.Healthy, Value = 120, Unit = "ms", DegradedAt = null, UnhealthyAt = null, Since = Ts, Message = null },
            ["embedder"] = new() { Status = HealthStatus.Off, Value = null, Unit = null, DegradedAt = null, UnhealthyAt = null, Since = null, Message = null },
        },
    };

    internal static readonly ProbeWire Probe = new() { Status = HealthStatus.Healthy };

    internal static readonly StateWire State = new()
    {
        GeneratedAt = Instants.Rfc3339(Ts), Health = Health, Counts = new CountsWire { Fixes = 1, Memories = 1, Outcomes = 5, Agents = 1 },
        Agents = [Agent], Fixes = [Fix], Patterns = [Pattern],
    };

    internal static readonly KeyWire Key = new()
    {
        Id = Guid.Parse("0199c700-0000-7000-8000-000000000001"), Name = "deploy-agent", Scopes = ["read", "write"], State = Domain.Access.ApiKeyState.Active,
        CreatedAt = "2026-01-31T12:00:00.000Z", ExpiresAt = null, RevokedAt = null, LastUsedAt = null, Replaces = null,
    };

    internal static readonly KeyWire RevokedKey = Key with { State = Domain.Access.ApiKeyState.Revoked, RevokedAt = "2026-02-01T08:00:00.000Z" };

    internal static readonly DeadLetterPageWire DeadLetterPage = new()
    {
        DeadLetters =
        [
            new()
            {
                Id = "memory-17", Store = "memory", Kind = "outcome", Subject = FixId.ToString(), Reason = "What it is about is not there.", Attempts = 1,
                WrittenAt = "2026-01-31T12:00:00.000Z", RefusedAt = "2026-01-31T12:04:11.250Z",
            },
        ],
        NextCursor = null,
    };

    internal static readonly ReEmbeddingWire ReEmbedding = new()
    {
        Model = "bge-small-en-v1.5", Revision = "6c9c6101a956", Dimension = 384, Serving = "bge-small-en-v1.5", Ready = 31_402, Pending = 1_996, Running = true,
    };

    internal static readonly GraphTaskWire Reconciliation = new()
    {
        Task = "reconcile", State = "done", StartedAt = "2026-01-31T12:00:00.000Z", FinishedAt = "2026-01-31T12:00:41.250Z", Done = 33_228, Total = 33_228,
        Differences = new GraphDifferencesWire { Missing = 2, Stale = 0, Altered = 1, Ahead = 0, Extra = 0 }, Moving = 0, Repaired = 3,
        Digests = new GraphDigestsWire
        {
            Record = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
            Graph = "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
        },
        Failure = null,
    };

    internal static readonly GraphTaskWire Rebuilding = new()
    {
        Task = "rebuild", State = "running", StartedAt = "2026-01-31T12:00:00.000Z", FinishedAt = null, Done = 12_500, Total = 33_228,
        Differences = new GraphDifferencesWire { Missing = 0, Stale = 0, Altered = 0, Ahead = 0, Extra = 0 }, Moving = 0, Repaired = 0, Digests = null, Failure = null,
    };

    internal static readonly StatsWire Stats = new()
    {
        Mode = "embedded", Version = "0.1.0", FingerprintVersion = 1, Vectors = new VectorsWire { Model = "bge-small-en-v1.5", Dimension = 384, Serving = "bge-small-en-v1.5", Ready = 1, Pending = 1 },
        Stores = new StoresWire
        {
            Memory = new MemoryStatsWire { Kind = "sqlite", Fixes = 1, Memories = 1, Outcomes = 5, Agents = 1, Bytes = 131_072, SchemaVersion = 3 },
            Graph = new GraphStatsWire { Kind = "sqlite", Fix = 1, Agent = 1, Issue = 1, Server = 2, Relationships = 4, LagMs = 0 },
        },
    };
}
