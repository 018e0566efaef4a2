using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Sources;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Fixes;

/// <summary>
/// Asks every source at once, each with a deadline of its own, ranks what they found, and reads what is shown. A source that does not
/// answer is named and makes the answer incomplete; when none does there is no answer if a store failed, and an empty one if only the time was too short.
/// </summary>
internal sealed class RecallAnswers(RecallSources sources, RecallThresholds thresholds, FixViews views, RecallSettings settings, TimeProvider clock)
{
    // What was found must still be read before it can be shown.
    private const double ShareOfSearching = .8;
    private static readonly TimeSpan LeastReading = TimeSpan.FromMilliseconds(20);

    // A count beside the answer: it is not worth waiting for a store that stands still.
    private static readonly TimeSpan MostCounting = TimeSpan.FromMilliseconds(500);

    /// <summary>The answer to a valid question.</summary>
    public async Task<RecallAnswer> AskAsync(RecallQuery request, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var budget = TimeSpan.FromMilliseconds(request.BudgetMilliseconds ?? settings.BudgetMilliseconds);
        var subject = RecallSubject.Of(request);
        var standing = StandingFor(subject);
        var legs = await AskAsync(subject, standing, budget * ShareOfSearching, ct);
        if (!legs.HasAnswer && legs.Failure is { } failure)
            throw failure;

        var question = new RecallQuestion(
            request.Limit, request.Candidates, legs.Words.Value?.Ceiling ?? 0, legs.Compared?.Weight, thresholds.For(legs.Compared), thresholds.OfWords);
        var withoutVector = await WithoutVectorAsync(legs, budget - clock.GetElapsedTime(started), ct);
        var whole = RecallRanking.Rank(question with { Limit = Limits.RecallLimit }, legs.Findings(standing, withoutVector), settings);
        var related = RecallRelated.Rank(question, subject, whole, legs.Graph?.Value ?? [], standing, settings);
        var ranking = whole.Head(request.Limit);
        var (reading, records) = await ReadAsync([.. ranking.Hits.Concat(related.Select(found => found.Hit)).Select(hit => hit.Id)], legs, () => budget - clock.GetElapsedTime(started), ct);
        if (reading.Failure is not null && records.Count == 0 && related.Count == 0)
            throw reading.Failure;

        var hits = new RecallHits(subject.Text, records, isWhole: reading.Value is not null, request.Explain);
        var shown = ranking.Only(hits.Has);
        // Found in what is in memory, and shown as far as the graph has copies: behind, and not missing.
        var memory = reading.Status == "ok" || legs.MemoryStatus == "stale" ? legs.MemoryStatus : reading.Status;
        return new RecallAnswer(
            TimeOrderedId.Next(clock.GetUtcNow()), request.RecallKey!, shown.Verdict,
            memory is "ok" or "loading" && legs.VectorStatus is "ok" or "off" && legs.GraphStatus is "ok" or "off",
            clock.GetElapsedTime(started).TotalMilliseconds, legs.Gaps.Value?.Pending,
            [
                new("memory", memory, legs.Exact.Value is null ? null : legs.MemoryLag),
                new("vectors", legs.VectorStatus, null),
                new("graph", legs.GraphStatus, legs.Graph?.Value is null ? null : legs.Behind.Graph),
            ],
            hits.Of(shown.Results), hits.Of(shown.Avoid), hits.Of(related), hits.Of(shown.Candidates),
            request.Explain ? Explain(subject, legs, question, shown) : null);
    }

    /// <summary>The best fix of exactly the issue asked about; neither words nor vectors are compared, so that it costs next to nothing.</summary>
    public async Task<BestFix> AskExactAsync(RecallQuery request, CancellationToken ct)
    {
        var subject = RecallSubject.Of(request);
        var exact = await sources.ReadExactAsync(subject, ct);
        if (exact.Fixes.Count == 0)
            return BestFix.None;
        var legs = new RecallLegs(
            Found(exact), Found(new WordLeg([], 0)), null, null, Found(VectorGaps.None), HasNoVectors: true, sources.IsLoading, sources.Behind);
        var question = new RecallQuestion(Limits.RecallLimit, false, 0, null, thresholds.For(null), thresholds.OfWords);
        var ranking = RecallRanking.Rank(question, legs.Findings(StandingFor(subject), new HashSet<Guid>()), settings).Head(request.Limit);
        var records = await sources.ReadRecordsAsync([.. ranking.Results.Select(hit => hit.Id)], ct);
        var hits = new RecallHits(subject.Text, records, isWhole: true, explain: false);
        return BestFix.Of(hits.Of(ranking.Only(hits.Has).Results));
    }

    private static SourceAnswer<T> Found<T>(T value)
        where T : class => new(value, "ok", TimeSpan.Zero, null);

    private async Task<RecallLegs> AskAsync(
        RecallSubject subject, Func<IReadOnlyList<ScopedEvidence>, Standing> standing, TimeSpan deadline, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var (isLoading, behind) = (sources.IsLoading, sources.Behind);
        var words = SourceCall.RunAsync(token => sources.ReadWordsAsync(subject, token), deadline, clock, ct);
        var graph = subject.Fingerprint is null ? null : SourceCall.RunAsync(token => sources.ReadGraphAsync(subject, token), deadline, clock, ct);
        var gaps = SourceCall.RunAsync(sources.ReadGapsAsync, deadline < MostCounting ? deadline : MostCounting, clock, ct);
        var exact = await SourceCall.RunAsync(token => sources.ReadExactAsync(subject, token), deadline, clock, ct);

        // A repeated issue with a fix that worked needs no likeness (contract 6); one that was superseded is not shown.
        var isDecided = (exact.Value?.Fixes ?? []).Where(hit => hit.Record.SupersededBy is null)
            .Select(hit => standing(hit.Record.Evidence)).Any(fix => fix is { Worked: > 0, Avoid: false });
        var nearest = isDecided || sources.HasNoVectors
            ? null
            : await SourceCall.RunAsync(token => sources.ReadNearestAsync(subject, token), deadline - clock.GetElapsedTime(started), clock, ct);
        return new RecallLegs(exact, await words, nearest, graph is null ? null : await graph, await gaps, sources.HasNoVectors, isLoading, behind);
    }

    // Asked only where there are gaps, and only of what the vectors did not find; without an answer the words have the benefit of the doubt.
    private async Task<IReadOnlySet<Guid>> WithoutVectorAsync(RecallLegs legs, TimeSpan left, CancellationToken ct)
    {
        if (legs.Compared is null || legs.Gaps.Value is { HasAny: false })
            return new HashSet<Guid>();
        var found = legs.WordsAlone;

        // Who did not say whether there are gaps would not say where either, and the time left is for reading what is shown.
        if (legs.Gaps.Value is null)
            return found.ToHashSet();
        var asking = await SourceCall.RunAsync(token => sources.ReadWithoutVectorAsync(found, token), left, clock, ct);
        return asking.Value ?? found.ToHashSet();
    }

    // What is shown is read from the record; where that is in trouble, the graph is asked meanwhile for its copies of the fixes, and the answer says so.
    private async Task<(SourceAnswer<IReadOnlyList<StoredRecord>> Reading, IReadOnlyList<StoredRecord> Records)> ReadAsync(
        IReadOnlyList<Guid> shown, RecallLegs legs, Func<TimeSpan> left, CancellationToken ct)
    {
        if (shown.Count == 0)
            return (new SourceAnswer<IReadOnlyList<StoredRecord>>([], "ok", TimeSpan.Zero, null), []);
        TimeSpan Left(double share) => left() * share is var time && time > LeastReading ? time : LeastReading;
        Task<SourceAnswer<IReadOnlyList<StoredRecord>>> CopyAsync() => SourceCall.RunAsync(token => sources.ReadCopiesAsync(shown, token), Left(1), clock, ct);
        var isInTrouble = legs.MemoryStatus is not ("ok" or "loading");

        // A graph that was not asked, or was too slow to say what is related, may have copies all the same.
        var hasCopies = legs.Graph is null ? isInTrouble : legs.Graph.Status != "down";
        var copying = hasCopies && isInTrouble ? CopyAsync() : null;
        var reading = await SourceCall.RunAsync(token => sources.ReadRecordsAsync(shown, token), Left(hasCopies ? .5 : 1), clock, ct);
        if (reading.Value is not null || !hasCopies)
            return (reading, reading.Value ?? []);
        var copies = await (copying ?? CopyAsync());
        return (reading, copies.Value ?? []);
    }

    // Most fixes have no evidence, and all of those have the same standing.
    private Func<IReadOnlyList<ScopedEvidence>, Standing> StandingFor(RecallSubject subject)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var without = views.Standing([], subject.Scope, now);
        return evidence => evidence.Count == 0 ? without : views.Standing(evidence, subject.Scope, now);
    }

    private static RecallExplanation Explain(RecallSubject subject, RecallLegs legs, RecallQuestion question, Ranking shown) => new(
        [
            // Any other key has entries of exactly that key instead, which are no tier.
            new("fingerprint", subject.Fingerprint is not null && legs.Exact.Value is not null, subject.Fingerprint is null ? 0 : legs.Exact.Took.TotalMilliseconds),
            new("words", legs.Words.Value is not null, legs.Words.Took.TotalMilliseconds),
            new("vectors", legs.HasVectors, legs.Nearest?.Took.TotalMilliseconds ?? 0),
            new("graph", legs.Graph?.Value is not null, legs.Graph?.Took.TotalMilliseconds ?? 0),
        ],
        question.Threshold.Least,
        shown.RunnerUpReason is { } reason ? new RunnerUp(shown.Results[1].Id, reason) : null);
}
