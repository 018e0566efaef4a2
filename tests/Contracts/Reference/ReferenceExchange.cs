using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The lossless copy: every line of it, and what each does where it arrives.</summary>
internal sealed class ReferenceExchange(ReferenceRules rules, ReferenceWrites writes, ReferenceState state)
{
    internal static IEnumerable<ExportRecord> Export(ReferenceState state) =>
    [
        .. state.Fixes.Values.Concat(state.Twins.Where(t => state.Fixes.ContainsKey(t.Value))
            .Select(t => state.Fixes[t.Value] with { Id = t.Key, MergedInto = t.Value }))
            .OrderBy(f => f.Id).Select(f => new ExportedFix(f)),
        .. state.Reports.OrderBy(r => r.Report.Id).Select(r => new ExportedReport(r.FixId, r.Report)),
        .. state.Outcomes.OrderBy(o => o.Outcome.Id).Select(o => new ExportedOutcome(o)),
        .. state.Memories.Values.OrderBy(m => m.Id).Select(m => new ExportedMemory(m)),
        .. state.Agents.Values.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => new ExportedAgent(a)),
        .. state.Episodes.Values.OrderBy(e => e.Episode.Id).SelectMany(e => EpisodeLines(state, e)),
        .. state.Erased.OrderBy(e => e.Key.Id).Select(e => new ExportedErasure(e.Key.Kind, e.Key.Id, e.Value)),
    ];

    internal ImportedReceipt Import(ExportRecord record) => record switch
    {
        ExportedFix line => Fix(line.Fix),
        ExportedReport line => Report(line),
        ExportedOutcome line => Outcome(line.Entry),
        ExportedMemory line => Memory(line),
        ExportedAgent line => Agent(line),
        ExportedEpisode line => Episode(line),
        ExportedOccurrences line => Occurrences(line),
        ExportedErasure line => Erasure(line),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record, "No such line."),
    };

    private ImportedReceipt Fix(Fix fix)
    {
        ThrowIfErased(RecordKind.Fix, fix.Id);
        if (fix.MergedInto is { } into)
            return new ImportedReceipt(fix.Id.ToString(), !state.Twins.TryAdd(fix.Id, into), into);
        if (state.Twins.TryGetValue(fix.Id, out var merged))
            return new ImportedReceipt(fix.Id.ToString(), true, merged);
        if (state.Fixes.ContainsKey(fix.Id) && rules.KeepsWhatIsThere)
            return new ImportedReceipt(fix.Id.ToString(), true, null);
        var twin = state.Fixes.Values.FirstOrDefault(f => f.Id != fix.Id && f.Fingerprint == fix.Fingerprint
            && rules.SolutionIdentity(f.Solution) == rules.SolutionIdentity(fix.Solution));
        if (twin is not null && rules.MergesTwins)
        {
            state.Twins[fix.Id] = twin.Id;
            return new ImportedReceipt(fix.Id.ToString(), false, twin.Id);
        }

        writes.Put(state, fix with { Sightings = 0, Outcomes = Domain.Outcomes.OutcomeCounts.None, Success = null, SuccessTs = null });
        return new ImportedReceipt(fix.Id.ToString(), false, null);
    }

    private ImportedReceipt Report(ExportedReport line)
    {
        if (!rules.NeedsTheFix && !state.Fixes.ContainsKey(line.FixId))
            return new ImportedReceipt(line.Report.Id.ToString(), false, null);
        var fix = Standing(line.FixId);
        if (state.ReportsOf(fix.Id).Any(r => r.Id == line.Report.Id) && rules.KeepsWhatIsThere)
            return new ImportedReceipt(line.Report.Id.ToString(), true, null);
        state.Reports.Add(new ToldReport(fix.Id, line.Report));
        writes.Put(state, fix.Id == line.FixId ? fix with { Sightings = fix.Sightings + 1 } : fix.ToldAgain(line.Report));
        return new ImportedReceipt(line.Report.Id.ToString(), false, null);
    }

    private ImportedReceipt Outcome(OutcomeEntry entry)
    {
        var fix = Standing(entry.Outcome.FixId);
        var known = state.Outcomes.Any(o => o.Outcome.Id == entry.Outcome.Id);
        if (!known)
            writes.AppendAs(state, entry with { Outcome = entry.Outcome with { FixId = fix.Id } });
        return new ImportedReceipt(entry.Outcome.Id.ToString(), known, null);
    }

    private ImportedReceipt Memory(ExportedMemory line)
    {
        ThrowIfErased(RecordKind.Memory, line.Memory.Id);
        var known = state.Memories.Values.FirstOrDefault(m => m.Id == line.Memory.Id
            || (rules.SameKey(m.Key, line.Memory.Key) && rules.SameContent(m.Content, line.Memory.Content)));
        if (known is null)
            writes.Put(state, line.Memory with { Revision = rules.NextRevision(state) });
        return new ImportedReceipt(line.Memory.Id.ToString(), known is not null, null);
    }

    private ImportedReceipt Agent(ExportedAgent line)
    {
        var known = !state.Agents.TryAdd(line.Agent.Name, line.Agent);
        if (known && !rules.KeepsWhatIsThere)
            state.Agents[line.Agent.Name] = line.Agent;
        return new ImportedReceipt(line.Agent.Name, known, null);
    }

    private ImportedReceipt Episode(ExportedEpisode line)
    {
        var known = !state.Episodes.TryAdd(line.Episode.Id, new EpisodeEntry(line.Episode, line.IssueText));
        foreach (var fix in line.CameBack.Where(_ => !known))
            writes.CountReturn(state, Standing(fix).Id, line.Episode);
        return new ImportedReceipt(line.Episode.Id.ToString(), known, null);
    }

    private static IEnumerable<ExportRecord> EpisodeLines(ReferenceState state, EpisodeEntry entry)
    {
        var id = entry.Episode.Id;
        yield return new ExportedEpisode(entry.Episode, entry.IssueText, [.. state.Returns.Where(r => r.EpisodeId == id).Select(r => r.FixId).Order()]);
        foreach (var line in state.Seen.Where(s => s.EpisodeId == id).OrderBy(s => s.N).Chunk(ExportedOccurrences.Most))
            yield return new ExportedOccurrences(id, line[0].N, [.. line.Select(s => s.Ts)]);
    }

    private ImportedReceipt Occurrences(ExportedOccurrences line)
    {
        if (!state.Episodes.TryGetValue(line.EpisodeId, out var entry) || line.First + line.Seen.Count - 1 > entry.Episode.Count)
            throw new DomainException(ProblemCodes.Conflict, "This line is about occurrences that no episode here counts.");
        var added = line.Seen.Select((ts, at) => new Sighting(line.EpisodeId, line.First + at, ts))
            .Where(s => !state.Seen.Exists(known => known.EpisodeId == s.EpisodeId && known.N == s.N)).ToList();
        if (rules.CopiesOccurrences)
            state.Seen.AddRange(added);
        return new ImportedReceipt(line.EpisodeId.ToString(), added.Count == 0, null);
    }

    private ImportedReceipt Erasure(ExportedErasure line)
    {
        var known = state.Erased.ContainsKey((line.Kind, line.Id));
        if (!known && ReferenceErasing.Erase(state, line.Kind, line.Id, line.ErasedAt, rules) is null)
            state.Erased[(line.Kind, line.Id)] = line.ErasedAt;
        return new ImportedReceipt(line.Id.ToString(), known, null);
    }

    private Fix Standing(Guid id)
    {
        ThrowIfErased(RecordKind.Fix, id);
        return state.Fixes.GetValueOrDefault(state.Standing(id))
            ?? throw new DomainException(ProblemCodes.Conflict, "This line is about a fix that is not there.");
    }

    private void ThrowIfErased(RecordKind kind, Guid id)
    {
        if (rules.RemembersErasure && state.Erased.ContainsKey((kind, id)))
            throw new DomainException(ProblemCodes.Erased, "This record was erased here.");
    }
}
