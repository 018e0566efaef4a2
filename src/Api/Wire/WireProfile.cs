using AutoMapper;
using AutoMapper.Internal;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Alerts;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Vectors;
using ObsControlPlane.Domain.Access;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Api.Wire;

/// <summary>From results to wire records, the only profile (decision 0003). Every map has a depth: a nested input must not exhaust the stack.</summary>
internal sealed class WireProfile : Profile
{
    // Deeper than the deepest answer (state, its fixes, their standing) and far from any stack's end.
    private const int MaxDepth = 8;

    private static readonly IReadOnlyList<RecallHit> NoHits = [];

    public WireProfile()
    {
        this.Internal().ForAllMaps((_, map) => map.MaxDepth(MaxDepth));
        CreateMap<Fingerprint, string>().ConvertUsing(fingerprint => fingerprint.Value);
        CreateMap<Scope, ScopeWire>();
        CreateMap<OutcomeCounts, OutcomesWire>();
        CreateMap<Standing, StandingWire>().ForMember(to => to.Confidence, map => map.MapFrom(_ => Standing.Confidence));
        CreateMap<Evidence, EvidenceWire>();
        CreateMap<RateInterval, IntervalWire>();
        Fixes();
        Recall();
        Writes();
        Agents();
        Stores();
        Keys();
        Overview();
        Alerts();
    }

    private void Alerts()
    {
        CreateMap<TakenAlerts, AlertsWire>();
        CreateMap<TakenAlert, TakenAlertWire>();
        CreateMap<RefusedAlert, RefusedAlertWire>();
        CreateMap<AlertDelivery, DeliveryWire>()
            .ForMember(to => to.Ts, map => map.MapFrom(from => from.ReceivedAt))
            .ForMember(to => to.Timestamp, map => map.MapFrom(from => Instants.Rfc3339(from.ReceivedAt)))
            .ForMember(to => to.Result, map => map.MapFrom(from => from.Problem != null ? "refused" : from.Refused > 0 ? "partly" : "taken"))
            .ForMember(to => to.TookMs, map => map.MapFrom(from => from.TookMilliseconds))
            .ForMember(to => to.Replayable, map => map.MapFrom(from => from.IsKept));
        CreateMap<IssueSummary, SeenIssueWire>(MemberList.None).ForMember(to => to.Issue, map => map.MapFrom(from => from.Text)).ForMember(to => to.BestFix, map => map.Ignore());
        CreateMap<IssueSummary, IssueDetailsWire>(MemberList.None).ForMember(to => to.Issue, map => map.MapFrom(from => from.Text)).ForMember(to => to.BestFix, map => map.Ignore());
        CreateMap<IssueView, SeenIssueWire>(MemberList.None).IncludeMembers(from => from.Issue).ForMember(to => to.Issue, map => map.MapFrom(from => from.Issue.Text));
        CreateMap<IssueDetails, IssueDetailsWire>(MemberList.None).IncludeMembers(from => from.Issue)
            .ForMember(to => to.Issue, map => map.MapFrom(from => from.Issue.Text))
            .ForMember(to => to.BestFix, map => map.MapFrom(from => from.Recall == null || from.Recall.Results.Count == 0 ? null : from.Recall.Results[0]))
            .ForMember(to => to.Results, map => map.MapFrom(from => from.Recall == null ? NoHits : from.Recall.Results))
            .ForMember(to => to.Avoid, map => map.MapFrom(from => from.Recall == null ? NoHits : from.Recall.Avoid))
            .ForMember(to => to.Related, map => map.MapFrom(from => from.Recall == null ? NoHits : from.Recall.Related));
        CreateMap<EpisodeEntry, EpisodeWire>()
            .ForMember(to => to.Id, map => map.MapFrom(from => from.Episode.Id))
            .ForMember(to => to.Fingerprint, map => map.MapFrom(from => from.Episode.Fingerprint))
            .ForMember(to => to.Issue, map => map.MapFrom(from => from.Text))
            .ForMember(to => to.Status, map => map.MapFrom(from => from.Episode.EndedAt == null ? "firing" : "resolved"))
            .ForMember(to => to.Server, map => map.MapFrom(from => from.Episode.Server))
            .ForMember(to => to.Service, map => map.MapFrom(from => from.Episode.Service))
            .ForMember(to => to.Source, map => map.MapFrom(from => from.Episode.Source))
            .ForMember(to => to.StartedAt, map => map.MapFrom(from => Instants.Rfc3339(from.Episode.StartedAt)))
            .ForMember(to => to.EndedAt, map => map.MapFrom(from => from.Episode.EndedAt == null ? null : Instants.Rfc3339(from.Episode.EndedAt.Value)));
        CreateMap<AcknowledgementReceipt, AcknowledgedWire>().ForMember(to => to.AcknowledgedBy, map => map.MapFrom(from => from.By));
    }

    private void Fixes()
    {
        FixLike<FixWire>();
        FixLike<FixDetailsWire>();
        FixLike<FixHitWire>();
        CreateMap<FixDetails, FixDetailsWire>().IncludeMembers(from => from.View);
        CreateMap<OutcomeEntry, HistoryWire>()
            .IncludeMembers(from => from.Outcome)
            .ForMember(to => to.Outcome, map => map.MapFrom(from => from.Outcome.Kind));
        CreateMap<OutcomeReport, HistoryWire>(MemberList.None);
        CreateMap<FixReport, ReportWire>().ForMember(to => to.Issue, map => map.MapFrom(from => from.IssueText));
        MemoryLike<MemoryWire>();
        MemoryLike<MemoryHitWire>();
        CreateMap<SuccessRate, SuccessRateWire>();
        CreateMap<IssuePatterns, PatternsWire>();
        CreateMap<PatternView, PatternWire>();
        CreateMap<FingerprintView, FingerprintWire>();
    }

    // A page, a detail and a hit carry the same members of a fix; included members keep them in one place.
    private void FixLike<TWire>()
        where TWire : FixWire
    {
        CreateMap<Fix, TWire>(MemberList.None)
            .ForMember(to => to.Kind, map => map.MapFrom(_ => RecordKind.Fix))
            .ForMember(to => to.Issue, map => map.MapFrom(from => from.IssueText))
            .ForMember(to => to.Timestamp, map => map.MapFrom(from => Instants.Rfc3339(from.Ts)))
            .ForMember(to => to.Standing, map => map.Ignore());
        CreateMap<FixView, TWire>(MemberList.None).IncludeMembers(from => from.Fix);
    }

    private void MemoryLike<TWire>()
        where TWire : MemoryWire =>
        CreateMap<Memory, TWire>(typeof(TWire) == typeof(MemoryWire) ? MemberList.Destination : MemberList.None)
            .ForMember(to => to.Kind, map => map.MapFrom(_ => RecordKind.Memory))
            .ForMember(to => to.Timestamp, map => map.MapFrom(from => Instants.Rfc3339(from.Ts)));

    private void Recall()
    {
        CreateMap<Signal, SignalWire>();
        CreateMap<ScopedEvidence, ScopeOutcomesWire>()
            .ForMember(to => to.Worked, map => map.MapFrom(from => from.Worked.Total))
            .ForMember(to => to.Failed, map => map.MapFrom(from => from.Failed.Total));
        CreateMap<PathStep, PathStepWire>();
        CreateMap<RecallHit, FixHitWire>().IncludeMembers(from => from.Fix);
        CreateMap<RecallHit, MemoryHitWire>().IncludeMembers(from => from.Memory);
        CreateMap<RecallHit, IHitWire>().ConvertUsing((from, _, context) =>
            from is null ? null! : from.Fix is null ? context.Mapper.Map<MemoryHitWire>(from) : context.Mapper.Map<FixHitWire>(from));
        CreateMap<SourceState, SourceWire>().ForMember(to => to.LagMs, map => map.MapFrom(from => from.LagMilliseconds));
        CreateMap<TierRun, TierWire>().ForMember(to => to.TookMs, map => map.MapFrom(from => from.TookMilliseconds));
        CreateMap<RunnerUp, RunnerUpWire>();
        CreateMap<RecallExplanation, ExplanationWire>();
        CreateMap<RecallAnswer, RecallWire>().ForMember(to => to.TookMs, map => map.MapFrom(from => from.TookMilliseconds));
    }

    private void Writes()
    {
        CreateMap<Receipt, ReceiptWire>()
            .ForMember(to => to.Timestamp, map => map.MapFrom(from => Instants.Rfc3339(from.Ts)))
            .ForMember(to => to.Stores, map => map.MapFrom(from => new ReceiptStoresWire { Memory = from.Durability, Graph = from.Graph }));
        CreateMap<RecordedOutcome, OutcomeReceiptWire>();
        CreateMap<OccurrenceReceipt, OccurrenceWire>();
        CreateMap<ErasedReceipt, ErasedWire>()
            .ForMember(to => to.Erased, map => map.MapFrom(_ => true))
            .ForMember(to => to.Stores, map => map.MapFrom(from => new ErasedStoresWire
            {
                Memory = Gone(from.Memory),
                Graph = Gone(from.Graph),
                Index = Gone(from.Index),
            }));
        CreateMap<ItemProblem, ItemProblemWire>()
            .ForMember(to => to.Type, map => map.MapFrom(from => TypeOf(from).Uri))
            .ForMember(to => to.Title, map => map.MapFrom(from => TypeOf(from).Title))
            .ForMember(to => to.Status, map => map.MapFrom(from => TypeOf(from).Status));
        CreateMap<ImportItemResult, BatchItemWire>().ForMember(to => to.Status, map => map.MapFrom(from => StatusOf(from)));
        CreateMap<ImportResult, BatchWire>();
    }

    private void Stores() => CreateMap<DeadLetter, DeadLetterWire>()
        .ForMember(to => to.WrittenAt, map => map.MapFrom(from => Instants.Rfc3339(from.WrittenAt)))
        .ForMember(to => to.RefusedAt, map => map.MapFrom(from => Instants.Rfc3339(from.RefusedAt)));

    private void Keys() => CreateMap<KeyView, KeyWire>()
        .ForMember(to => to.Id, map => map.MapFrom(from => from.Key.Id))
        .ForMember(to => to.Name, map => map.MapFrom(from => from.Key.Name))
        .ForMember(to => to.Scopes, map => map.MapFrom(from => AccessScopeNames.NamesOf(from.Key.Scopes)))
        .ForMember(to => to.CreatedAt, map => map.MapFrom(from => Instants.Rfc3339(from.Key.CreatedAt)))
        .ForMember(to => to.ExpiresAt, map => map.MapFrom(from => Shown(from.Key.ExpiresAt)))
        .ForMember(to => to.RevokedAt, map => map.MapFrom(from => Shown(from.Key.RevokedAt)))
        .ForMember(to => to.LastUsedAt, map => map.MapFrom(from => Shown(from.Key.LastUsedAt)))
        .ForMember(to => to.Replaces, map => map.MapFrom(from => from.Key.Replaces));

    private static string? Shown(long? instant) => instant is { } given ? Instants.Rfc3339(given) : null;

    private void Agents()
    {
        CreateMap<Agent, AgentWire>(MemberList.None)
            .ForMember(to => to.RegisteredAt, map => map.MapFrom(from => Instants.Rfc3339(from.RegisteredAt)))
            .ForMember(to => to.LastSeenAt, map => map.MapFrom(from => Instants.Rfc3339(from.LastSeen)))
            .ForMember(to => to.Lease, map => map.MapFrom(from => new LeaseWire
            {
                IntervalSeconds = from.IntervalSeconds,
                LateAt = Instants.Rfc3339(from.LateAt),
                OfflineAt = Instants.Rfc3339(from.OfflineAt),
            }))
            .ForMember(to => to.Status, map => map.Ignore());
        CreateMap<AgentView, AgentWire>().IncludeMembers(from => from.Agent);
        CreateMap<TelemetryResult, ReceivedWire>().ForMember(to => to.Received, map => map.MapFrom(_ => true));
        CreateMap<MetricPoint, IReadOnlyList<double>>().ConvertUsing(point => new[] { (double)point.Ts, point.Value });
        CreateMap<MetricSeries, SeriesWire>();
    }

    private void Overview()
    {
        CreateMap<HealthCheckResult, CheckWire>();
        CreateMap<HealthReport, HealthWire>()
            .ForMember(to => to.Version, map => map.MapFrom(_ => Product.Version))
            .ForMember(to => to.CheckedAt, map => map.MapFrom(from => Instants.Rfc3339(from.CheckedAt)))
            .ForMember(to => to.Checks, map => map.MapFrom((from, _, _, context) =>
                from.Checks.ToDictionary(check => check.Name, check => context.Mapper.Map<CheckWire>(check))));
        CreateMap<StateCounts, CountsWire>();
        CreateMap<ControlPlaneState, StateWire>().ForMember(to => to.GeneratedAt, map => map.MapFrom(from => Instants.Rfc3339(from.GeneratedAt)));
        CreateMap<RecordStats, MemoryStatsWire>();
        CreateMap<GraphStats, GraphStatsWire>()
            .ForMember(to => to.Fix, map => map.MapFrom(from => from.Fixes))
            .ForMember(to => to.Agent, map => map.MapFrom(from => from.Agents))
            .ForMember(to => to.Issue, map => map.MapFrom(from => from.Issues))
            .ForMember(to => to.Server, map => map.MapFrom(from => from.Servers))
            .ForMember(to => to.LagMs, map => map.MapFrom(from => from.LagMilliseconds));
        CreateMap<ControlPlaneStats, StoresWire>();
        CreateMap<VectorSizes, VectorsWire>();
        CreateMap<ReEmbedding, ReEmbeddingWire>()
            .ForMember(to => to.Model, map => map.MapFrom(from => from.Model.Id))
            .ForMember(to => to.Revision, map => map.MapFrom(from => from.Model.Revision))
            .ForMember(to => to.Dimension, map => map.MapFrom(from => from.Model.Dimension))
            .ForMember(to => to.Serving, map => map.MapFrom(from => from.Serving == null ? null : from.Serving.Id))
            .ForMember(to => to.Running, map => map.MapFrom(from => from.IsRunning));
        CreateMap<GraphDifferences, GraphDifferencesWire>();
        CreateMap<GraphTask, GraphTaskWire>()
            .ForMember(to => to.Task, map => map.MapFrom(from => from.Kind == GraphTaskKind.Reconcile ? "reconcile" : "rebuild"))
            .ForMember(to => to.State, map => map.MapFrom(from => from.State.ToString().ToLowerInvariant()))
            .ForMember(to => to.StartedAt, map => map.MapFrom(from => Instants.Rfc3339(from.StartedAt)))
            .ForMember(to => to.FinishedAt, map => map.MapFrom(from => from.FinishedAt == null ? null : Instants.Rfc3339(from.FinishedAt.Value)))
            .ForMember(to => to.Digests, map => map.MapFrom(from =>
                from.RecordDigest == null || from.GraphDigest == null ? null : new GraphDigestsWire { Record = from.RecordDigest, Graph = from.GraphDigest }));
        CreateMap<ControlPlaneStats, StatsWire>()
            .ForMember(to => to.Version, map => map.MapFrom(_ => Product.Version))
            .ForMember(to => to.Stores, map => map.MapFrom(from => from));
    }

    private static ErasureState Gone(bool gone) => gone ? ErasureState.Erased : ErasureState.Pending;

    private static ProblemType TypeOf(ItemProblem problem) => ProblemTypes.BySlug.GetValueOrDefault(problem.Type, ProblemTypes.Validation);

    private static int StatusOf(ImportItemResult item) => item switch
    {
        { Problem: { } problem } => TypeOf(problem).Status,
        { Durability: Durability.Journaled } => StatusCodes.Status202Accepted,
        { Deduplicated: true } => StatusCodes.Status200OK,
        _ => StatusCodes.Status201Created,
    };
}
