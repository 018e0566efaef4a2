using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>What taking in does to a state; memory, telemetry and import share it.</summary>
internal sealed class ReferenceWrites(ReferenceRules rules)
{
    internal Receipt? Take(ReferenceState state, FixReport report)
    {
        if (rules.IssueText(report.IssueText, state.IssueText(report.Fingerprint)) is not { } issue)
            return null;
        var known = Known(state, report);
        if (known is not null && state.ReportsOf(known.Id).Any(r => rules.SameTelling(r, report) || rules.SameSource(r, report)))
            return ReceiptOf(state, known, report, deduplicated: true);

        var told = known is null ? FirstTold(report, issue) : rules.ToldAgain(known, report);
        if (known is null && rules.Supersedes)
            told = Superseding(state, told, report);
        state.Reports.Add(new ToldReport(told.Id, report));
        Put(state, told);
        if (rules.OutcomeOf(report, told.Id) is { } outcome)
            Append(state, outcome);
        if (rules.TellingIsSeeing)
            See(state, new Occurrence(Samples.NewId(), report.Fingerprint, issue, report.Scope, report.Ts, null));
        return ReceiptOf(state, state.Fixes[told.Id], report, deduplicated: known is not null);
    }

    internal Receipt Keep(ReferenceState state, Memory memory)
    {
        var known = state.Memories.Values.FirstOrDefault(
            m => rules.SameKey(m.Key, memory.Key) && rules.SameContent(m.Content, memory.Content));
        var kept = known is null
            ? rules.Kept(memory with { Content = rules.Text(memory.Content) })
            : memory.Ts < known.Ts ? known : rules.KeptAgain(known, memory);
        kept = kept with { Revision = rules.NextRevision(state) };
        Put(state, kept);
        return new Receipt(
            kept.Id, RecordKind.Memory, kept.Key, null, Durability.Committed, known is not null, null, kept.Revision, kept.Ts,
            null, false, VectorOf(state, kept.Id), GraphState.NotApplicable);
    }

    internal OutcomeReceipt Append(ReferenceState state, OutcomeReport outcome)
    {
        var counted = !state.Outcomes.Any(
            known => known.Counted && known.Outcome.FixId == outcome.FixId && rules.SameApplication(known.Outcome, outcome));
        var fix = AppendAs(state, new OutcomeEntry(outcome, counted));
        if (counted && outcome.Kind == OutcomeKind.Worked)
            EndEpisodes(state, fix, outcome);
        return new OutcomeReceipt(outcome.Id, fix.Id, counted, fix.Outcomes, ReferenceReads.Evidence(state, fix.Id, rules));
    }

    /// <summary>Appends an outcome of which it is known whether it counts.</summary>
    internal Fix AppendAs(ReferenceState state, OutcomeEntry entry)
    {
        state.Outcomes.Add(entry);
        var fix = state.Fixes[entry.Outcome.FixId];
        return entry.Counted ? Put(state, rules.Counted(fix, entry.Outcome)) : fix;
    }

    internal OccurrenceReceipt? See(ReferenceState state, Occurrence seen)
    {
        if (rules.IssueText(seen.IssueText, state.IssueText(seen.Fingerprint)) is not { } issue)
            return null;
        var open = state.Episodes.Values.FirstOrDefault(
            e => e.Episode.Fingerprint == seen.Fingerprint && e.Episode.Place == rules.Place(seen.Scope) && e.Episode.EndedAt is null);
        if (open is not null && rules.EpisodeTakes(open.Episode, seen.Ts))
        {
            var repeated = open.Episode.SeenAgain(seen.Ts);
            state.Episodes[repeated.Id] = open with { Episode = repeated };
            state.Seen.Add(new Sighting(repeated.Id, repeated.Count, seen.Ts));
            return new OccurrenceReceipt(seen.Fingerprint, repeated.Id, Opened: false, rules.OncePerEpisode ? [] : ReturnsIn(state, repeated));
        }

        if (open is not null)
            state.Episodes[open.Episode.Id] = open with { Episode = open.Episode.Ended(open.Episode.LastSeenAt) };
        var episode = Episode.Opened(seen) with { Place = rules.Place(seen.Scope) };
        state.Episodes[episode.Id] = new EpisodeEntry(episode, issue);
        state.Seen.Add(new Sighting(episode.Id, episode.Count, seen.Ts));
        return new OccurrenceReceipt(seen.Fingerprint, episode.Id, Opened: true, ReturnsIn(state, episode));
    }

    internal Fix Put(ReferenceState state, Fix fix)
    {
        var put = fix with { Revision = rules.NextRevision(state) };
        state.Vectors.Wait(put.Id, rules.Vectors.Waits(RecordKind.Fix) && (rules.Vectors.WaitsAgain || !state.Fixes.ContainsKey(put.Id)));
        state.Fixes[put.Id] = put;
        return put;
    }

    internal void Put(ReferenceState state, Memory memory)
    {
        state.Vectors.Wait(memory.Id, rules.Vectors.Waits(RecordKind.Memory) && (rules.Vectors.WaitsAgain || !state.Memories.ContainsKey(memory.Id)));
        state.Memories[memory.Id] = memory;
    }

    internal void CountReturn(ReferenceState state, Guid fix, Episode episode)
    {
        var lasted = state.Outcomes
            .Where(o => o.Counted && o.Outcome.FixId == fix && o.Outcome.Kind == OutcomeKind.Worked)
            .Where(o => rules.Place(o.Outcome.Scope) == episode.Place && rules.CameBack(episode, o.Outcome))
            .MaxBy(o => o.Outcome.Ts);
        if (lasted is null)
            return;
        state.Returns.Add(new Return(fix, lasted.Outcome.Scope, episode.StartedAt, episode.Id));
        Put(state, state.Fixes[fix]);
    }

    private Fix? Known(ReferenceState state, FixReport report) =>
        state.Fixes.Values.FirstOrDefault(
            f => f.Fingerprint == report.Fingerprint && rules.AlsoSame(f, report) && rules.SolutionIdentity(f.Solution) == rules.SolutionIdentity(report.Solution));

    private Fix FirstTold(FixReport report, string issue)
    {
        var told = Fix.FirstTold(report, rules.Text(issue));
        return rules.FirstTold(told with { Solution = rules.Text(told.Solution) });
    }

    private Fix Superseding(ReferenceState state, Fix told, FixReport report)
    {
        var predecessor = state.Reports.LastOrDefault(r => state.Fixes.ContainsKey(r.FixId) && rules.SameSource(r.Report, report));
        if (predecessor is null)
            return told;
        Put(state, state.Fixes[predecessor.FixId] with { SupersededBy = told.Id });
        return told with { Supersedes = predecessor.FixId };
    }

    private void EndEpisodes(ReferenceState state, Fix fix, OutcomeReport outcome)
    {
        var ended = state.Episodes.Values.Where(
            e => e.Episode.Fingerprint == fix.Fingerprint && e.Episode.EndedAt is null && rules.Ends(e.Episode, outcome));
        foreach (var entry in ended.ToList())
            state.Episodes[entry.Episode.Id] = entry with { Episode = entry.Episode.Ended(outcome.Ts) };
    }

    private List<Guid> ReturnsIn(ReferenceState state, Episode episode)
    {
        foreach (var fix in state.Fixes.Values.Where(f => f.Fingerprint == episode.Fingerprint).ToList())
            CountReturn(state, fix.Id, episode);
        return [.. state.Returns.Where(r => r.EpisodeId == episode.Id).Select(r => r.FixId).Order()];
    }

    private VectorState VectorOf(ReferenceState state, Guid id) => rules.Vectors.Told(state.Vectors.Waiting.Contains(id));

    private Receipt ReceiptOf(ReferenceState state, Fix fix, FixReport report, bool deduplicated) => new(
        fix.Id, RecordKind.Fix, fix.Key, fix.Fingerprint, Durability.Committed, deduplicated, fix.MergedInto, fix.Revision, fix.Ts,
        report.Success, report.Inferred, VectorOf(state, fix.Id), GraphState.Committed);
}
