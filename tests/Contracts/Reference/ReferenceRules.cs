using System.Text;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>
/// The rules of the contract, one member each. The reference keeps them as they stand here; a deliberately broken store
/// breaks one of them, and the contract tests have to notice.
/// </summary>
internal sealed record ReferenceRules
{
    internal static readonly ReferenceRules Contract = new();

    /// <summary>A write sees every write before it.</summary>
    internal bool OneAtATime { get; init; } = true;

    /// <summary>A write that fails leaves nothing behind.</summary>
    internal bool Atomic { get; init; } = true;

    /// <summary>What a store holds before anything was told.</summary>
    internal Action<ReferenceState> Seed { get; init; } = _ => { };

    internal Func<CancellationToken, CancellationToken> Token { get; init; } = ct => ct;

    internal Func<string, string> Text { get; init; } = text => text;

    internal Func<int, int> Limit { get; init; } = limit => limit;

    internal Comparison<(long Ts, Guid Id)> Order { get; init; } = (a, b) => a.Ts != b.Ts ? b.Ts.CompareTo(a.Ts) : a.Id.CompareTo(b.Id);

    internal Func<ListPosition, (long Ts, Guid Id), bool> IsAfter { get; init; } =
        (place, fix) => fix.Ts < place.Ts || (fix.Ts == place.Ts && fix.Id.CompareTo(place.Id) > 0);

    internal Func<string, string, bool> Contains { get; init; } = (issue, text) => issue.Contains(text, StringComparison.OrdinalIgnoreCase);

    internal Func<long, long, bool> AtOrAfter { get; init; } = (ts, since) => ts >= since;

    internal Func<long, long, bool> AtOrBefore { get; init; } = (ts, until) => ts <= until;

    internal Func<string, string> SolutionIdentity { get; init; } = Domain.Fixes.SolutionIdentity.Normalise;

    internal Func<FixReport, FixReport, bool> SameTelling { get; init; } =
        (known, again) => known.Id == again.Id
            || (known.TsGiven && again.TsGiven && known.Ts == again.Ts && known.Agent == again.Agent && known.Success == again.Success);

    internal Func<FixReport, FixReport, bool> SameSource { get; init; } =
        (known, again) => known.Source is not null && known.SourceId is not null && known.Source == again.Source && known.SourceId == again.SourceId;

    internal bool Supersedes { get; init; } = true;

    /// <summary>Whatever else than issue and solution would have to agree.</summary>
    internal Func<Fix, FixReport, bool> AlsoSame { get; init; } = (_, _) => true;

    internal Func<Fix, Fix> FirstTold { get; init; } = fix => fix;

    internal Func<Memory, Memory> Kept { get; init; } = memory => memory;

    /// <summary>A memory that is told again shows the newest telling, as a fix does.</summary>
    internal Func<Memory, Memory, Memory> KeptAgain { get; init; } =
        (known, again) => known with { Ts = again.Ts, Agent = again.Agent, Scope = again.Scope, Metadata = again.Metadata };

    internal Func<FixReport, Guid, OutcomeReport?> OutcomeOf { get; init; } = (report, fix) => report.AsOutcome(fix);

    /// <summary>Text of an issue from what is told and what is known.</summary>
    internal Func<string?, string?, string?> IssueText { get; init; } = (told, known) => told ?? known;

    internal Func<Fix, FixReport, Fix> ToldAgain { get; init; } = (fix, report) => fix.ToldAgain(report);

    internal Func<Fix, OutcomeReport, Fix> Counted { get; init; } = (fix, outcome) => fix.Counted(outcome);

    /// <summary>Whether an outcome is of an application that was counted; what is not conclusive never stands in the way of the result that follows it.</summary>
    internal Func<OutcomeReport, OutcomeReport, bool> SameApplication { get; init; } = (known, again) =>
        (known.IsConclusive || !again.IsConclusive) && IsOneApplication(known, again);

    internal Func<Scope, Scope> EvidenceScope { get; init; } = scope => scope;

    internal Func<Scope, string?> Place { get; init; } = scope => scope.Place;

    internal Func<Episode, long, bool> EpisodeTakes { get; init; } = (episode, ts) => episode.Takes(ts, Samples.RegressionWindow);

    internal Func<Episode, OutcomeReport, bool> CameBack { get; init; } =
        (episode, worked) => episode.CameBackAfter(worked.Ts, Samples.RegressionWindow);

    /// <summary>Whether a success ends an open episode of its issue.</summary>
    internal Func<Episode, OutcomeReport, bool> Ends { get; init; } =
        (episode, worked) => episode.Place == worked.Scope.Place && episode.StartedAt <= worked.Ts;

    /// <summary>A success that did not last counts once, however often the issue is seen in the episode.</summary>
    internal bool OncePerEpisode { get; init; } = true;

    /// <summary>Telling a fix is taken for seeing its issue.</summary>
    internal bool TellingIsSeeing { get; init; }

    internal bool ChecksRevision { get; init; } = true;

    internal Func<FixCorrection, FixCorrection> Correction { get; init; } = correction => correction;

    internal Func<ReferenceState, long> NextRevision { get; init; } = state => ++state.Revision;

    internal Func<WriteKey, (string Key, int Item)> KeyOf { get; init; } = key => (key.Key, key.Item);

    internal Func<string, string, bool> SameDigest { get; init; } = (known, again) => known == again;

    /// <summary>A write that was not done takes its key all the same.</summary>
    internal bool RefusalsTakeKeys { get; init; }

    /// <summary>The record under an id is known to be erased.</summary>
    internal bool RemembersErasure { get; init; } = true;

    /// <summary>Erasing removes the record, not only its mention.</summary>
    internal bool ErasesText { get; init; } = true;

    /// <summary>What an erased fix had replaced is replaced no more.</summary>
    internal bool StandsForItselfAgain { get; init; } = true;

    /// <summary>What never was is said to be erased.</summary>
    internal bool ErasesWhatNeverWas { get; init; }

    internal Func<FixReport, FixListQuery, bool> ToldBy { get; init; } = (report, query) =>
        (query.Agent is null || report.Agent == query.Agent)
        && (query.Server is null || report.Scope.Server == query.Server)
        && (query.Service is null || report.Scope.Service == query.Service);

    /// <summary>A filter looks at every telling, not at the newest alone.</summary>
    internal bool AnyTelling { get; init; } = true;

    internal Func<FixListQuery, FixListQuery> List { get; init; } = query => query;

    internal StringComparer Names { get; init; } = StringComparer.Ordinal;

    internal Func<Fix, SuccessState> StateOf { get; init; } =
        fix => fix.Success switch { true => SuccessState.Worked, false => SuccessState.Failed, _ => SuccessState.Unknown };

    internal Func<OutcomeCounts, bool> IsUnknown { get; init; } = counts => counts.Worked + counts.AllFailed == 0;

    internal Comparison<IssuePattern> PatternOrder { get; init; } = (a, b) =>
        a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Fingerprint.Value, b.Fingerprint.Value);

    /// <summary>An occurrence counts in a pattern as a telling does.</summary>
    internal bool CountsOccurrences { get; init; } = true;

    internal Func<string, string, bool> SameKey { get; init; } = (known, asked) => known == asked;

    internal Func<string, string, bool> SameContent { get; init; } = (known, again) => known == again;

    /// <summary>A twin that arrives is merged, its id stays valid.</summary>
    internal bool MergesTwins { get; init; } = true;

    internal Func<IEnumerable<ExportRecord>, IEnumerable<ExportRecord>> Exported { get; init; } = lines => lines;

    /// <summary>What is there already stays as it is when a line of an export arrives.</summary>
    internal bool KeepsWhatIsThere { get; init; } = true;

    /// <summary>Every single occurrence is taken in from an export, at its own time.</summary>
    internal bool CopiesOccurrences { get; init; } = true;

    /// <summary>A line about a fix that is not there is refused.</summary>
    internal bool NeedsTheFix { get; init; } = true;

    internal Func<Agent, AgentRegistration, long, Agent> SeenAgain { get; init; } = (agent, registration, now) => agent.SeenAgain(registration, now);

    internal Func<Agent, Agent> Registered { get; init; } = agent => agent;

    /// <summary>The server an agent left, from the one before and the one now.</summary>
    internal Func<string?, string?, string?> Left { get; init; } = (before, now) => before == now ? null : before;

    internal Func<TelemetryReport, long> SeenAt { get; init; } = report => report.ReceivedAt;

    internal Func<IReadOnlyList<Guid>, IEnumerable<Guid>> AskedIds { get; init; } = ids => ids;

    internal Func<GraphStats, GraphStats> Sizes { get; init; } = sizes => sizes;

    internal Func<Agent, long, AgentStatus> StatusAt { get; init; } = (agent, now) => agent.StatusAt(now);

    internal Func<string, string> AgentKey { get; init; } = name => name;

    internal Comparison<string> NameOrder { get; init; } =
        (a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    internal Func<TelemetryReport, TelemetryReport, bool> SameReport { get; init; } = (known, again) =>
        again.Sequence is not null && known.Sequence == again.Sequence && known.Digest == again.Digest
        && known.Agent.Name == again.Agent.Name && known.Agent.InstanceId == again.Agent.InstanceId;

    internal Func<IReadOnlyList<MetricPoint>, int, IReadOnlyList<MetricPoint>> NewestPoints { get; init; } = (points, max) => [.. points.TakeLast(max)];

    internal Func<long, long, long> StepOf { get; init; } = (ts, step) => ts - (ts % step);

    internal Func<IEnumerable<double>, double> PerStep { get; init; } = values => values.Average();

    /// <summary>A search's filter takes what a fix shows for a telling.</summary>
    internal bool ShownIsTold { get; init; }

    internal Func<SearchQuery, SearchQuery> Query { get; init; } = query => query;

    internal bool IsLoading { get; init; }

    /// <summary>What ranking is told of a hit.</summary>
    internal Func<RecordFacts, RecordFacts> Facts { get; init; } = facts => facts;

    internal Func<IReadOnlyList<LegHit>, IReadOnlyList<LegHit>> FoundExact { get; init; } = hits => hits;

    internal Func<WordLeg, WordLeg> FoundWords { get; init; } = leg => leg;

    internal Func<VectorLeg, VectorLeg> FoundNearest { get; init; } = leg => leg;

    internal VectorRules Vectors { get; init; } = new();

    internal Func<long, long, bool> IsNewer { get; init; } = (arriving, known) => arriving > known;

    private static bool IsOneApplication(OutcomeReport known, OutcomeReport again) =>
        (known.RecallId is not null && known.RecallId == again.RecallId)
        || (known.ApplicationId is not null && known.ApplicationId == again.ApplicationId)
        || WithinAMinute(known, again);

    private static bool WithinAMinute(OutcomeReport known, OutcomeReport again) =>
        !known.HasOwnId && !again.HasOwnId && known.Agent is not null && known.Agent == again.Agent
        && known.Scope.Server == again.Scope.Server
        && Math.Abs(known.Ts - again.Ts) < OutcomeReport.SameApplicationMilliseconds;
}
