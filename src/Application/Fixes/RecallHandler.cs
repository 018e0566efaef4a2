using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Sources;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Fixes;

/// <summary>
/// Asks the record and the graph at once, each with a deadline of its own, and ranks what they found. A source that does not answer is
/// named and makes the answer incomplete; only when none answers is there no answer.
/// </summary>
internal sealed class RecallHandler(RecallSources sources, FixViews views, RecallSettings settings, TimeProvider clock)
    : IRequestHandler<RecallQuery, RecallAnswer>
{
    public async Task<RecallAnswer> Handle(RecallQuery request, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var subject = RecallSubject.Of(request);
        var deadline = TimeSpan.FromMilliseconds(request.BudgetMilliseconds ?? settings.BudgetMilliseconds);
        var readingRecord = SourceCall.RunAsync(token => sources.ReadRecordAsync(subject, token), deadline, clock, ct);
        var readingGraph = subject.Fingerprint is null
            ? null
            : SourceCall.RunAsync(token => sources.ReadGraphAsync(subject, token), deadline, clock, ct);
        var record = await readingRecord;
        var graph = readingGraph is null ? null : await readingGraph;
        if (record.Value is null && graph?.Value is null)
            throw record.Failure ?? new StoreUnavailableException("memory", "answer in time", transient: true);

        var question = new RecallQuestion(subject.Text, request.Limit, request.Candidates);
        var ranking = RecallRanking.Rank(question, record.Value?.Findings ?? [], settings);
        var related = Related(question, subject, ranking, graph?.Value ?? []);
        return new RecallAnswer(
            Guid.CreateVersion7(clock.GetUtcNow()), request.RecallKey!, ranking.Verdict, record.Status == "ok" && graph?.Status is null or "ok",
            clock.GetElapsedTime(started).TotalMilliseconds, 0, States(record, graph),
            Hits(ranking.Results, "memory"), Hits(ranking.Avoid, "memory"), related, Hits(ranking.Candidates, "memory"),
            request.Explain ? Explain(record, graph, ranking) : null);

        IReadOnlyList<RecallHit> Hits(IReadOnlyList<RankedHit> hits, string source) => [.. hits.Select(hit => HitOf(hit, source, [], request.Explain))];

        IReadOnlyList<RecallHit> Related(RecallQuestion asked, RecallSubject about, Ranking shown, IReadOnlyList<RelatedFix> found)
        {
            var paths = found.DistinctBy(fix => fix.Fix.Fix.Id).ToDictionary(fix => fix.Fix.Fix.Id);
            var elsewhere = shown.Results.Concat(shown.Avoid).Concat(shown.Candidates).Select(hit => hit.Id).ToHashSet();
            var findings = paths.Values.Where(fix => about.Takes(fix.Fix.Fix) && !elsewhere.Contains(fix.Fix.Fix.Id)).Select(fix => new Finding
            {
                Fix = fix.Fix.Fix,
                Standing = views.Standing(fix.Fix.Evidence, about.Scope),
                Shared = fix.Shared,
            }).ToList();
            return [.. RecallRanking.RankRelated(asked, findings, settings).Select(hit => HitOf(hit, "graph", paths[hit.Id].Path, request.Explain))];
        }
    }

    private static RecallHit HitOf(RankedHit hit, string source, IReadOnlyList<PathStep> path, bool explain)
    {
        var finding = hit.Finding;
        return new RecallHit(
            finding.Fix is null ? null : new FixView(finding.Fix, finding.Standing!), finding.Memory, hit.Score, hit.Similar, hit.Differs ?? [],
            finding.Standing?.CameBackTs, [source], explain ? hit.Signals : [], path);
    }

    // A source that the kind of question does not concern is off for it, as one that is not configured: neither is missed.
    private static IReadOnlyList<SourceState> States(SourceAnswer<RecordFindings> record, SourceAnswer<IReadOnlyList<RelatedFix>>? graph) =>
    [
        new("memory", record.Status, record.Value is null ? null : 0),
        new("vectors", record.Value?.Legs.Vectors is null ? "off" : "ok", null),
        new("graph", graph?.Status ?? "off", null),
    ];

    private RecallExplanation Explain(SourceAnswer<RecordFindings> record, SourceAnswer<IReadOnlyList<RelatedFix>>? graph, Ranking ranking)
    {
        var legs = record.Value?.Legs;
        return new RecallExplanation(
            [
                new("fingerprint", legs is not null && graph is not null, graph is null ? 0 : legs?.FingerprintMilliseconds ?? 0),
                new("words", legs is not null, legs?.WordsMilliseconds ?? 0),
                new("vectors", false, 0),
                new("graph", graph is not null, graph?.Took.TotalMilliseconds ?? 0),
            ],
            settings.Threshold,
            ranking.RunnerUpReason is { } reason ? new RunnerUp(ranking.Results[1].Id, reason) : null);
    }
}
