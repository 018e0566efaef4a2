using ObsControlPlane.Reliability.Load;

namespace ObsControlPlane.Reliability.Judging;

/// <summary>Compares what a server tells with what it answered before. Pure, so that it can be tried on made-up records.</summary>
internal sealed class Judge(long moment)
{
    private readonly List<string> _lost = [];
    private readonly List<string> _phantoms = [];
    private readonly List<string> _duplicates = [];
    private readonly List<string> _afterUnavailable = [];

    /// <summary>Judges a record.</summary>
    /// <param name="ledger">What was asked and answered.</param>
    /// <param name="stored">What is there.</param>
    /// <param name="moment">Stopwatch time of the fault for a copy taken then: later answers promise nothing about it.</param>
    public static Verdict Of(Ledger ledger, StoredState stored, long moment = long.MaxValue)
    {
        var judge = new Judge(moment);
        judge._lost.AddRange(stored.Contradictions);
        judge.Fixes(ledger.Fixes, stored);
        judge.Memories(ledger.Memories, stored);
        foreach (var (token, _) in ledger.Forbidden.Where(entry => stored.Lines.GetValueOrDefault(entry.Key) > 0))
            judge._phantoms.Add($"refused text {token} is stored");
        return new(judge._lost, judge._phantoms, judge._duplicates, judge._afterUnavailable);
    }

    private void Fixes(IReadOnlyList<FixCase> cases, StoredState stored)
    {
        var bySolution = stored.Fixes.ToLookup(fix => fix.Solution, StringComparer.Ordinal);
        foreach (var fix in cases)
            Fix(fix, [.. bySolution[fix.Solution]], stored);
        var asked = cases.Select(fix => fix.Solution).ToHashSet(StringComparer.Ordinal);
        _phantoms.AddRange(stored.Fixes.Where(fix => !asked.Contains(fix.Solution)).Select(fix => $"fix {fix.Id} has a solution that nobody sent"));
    }

    private void Fix(FixCase fix, IReadOnlyList<StoredFix> found, StoredState stored)
    {
        var reports = Tally(fix, effect => effect.Kind == EffectKind.Report);
        var erased = fix.Effects.Where(effect => effect.Kind == EffectKind.Erase).Select(effect => effect.At(moment)).OfType<Fate>().ToList();
        if (found.Count > 1)
            _duplicates.Add($"fix {fix.Token} is stored {found.Count} times");
        if (erased.Contains(Fate.Acknowledged))
        {
            if (found.Count > 0 || fix.Id is { } gone && !stored.Erased.Contains(gone))
                _phantoms.Add($"fix {fix.Token} was erased and is {(found.Count > 0 ? "there" : "not said to be erased")}");
            return;
        }

        if (found.Count == 0)
        {
            if (reports.Sure > 0 && !erased.Contains(Fate.Unknown))
                _lost.Add($"fix {fix.Token} ({fix.Id}) is gone");
            return;
        }

        if (reports.Most == 0)
        {
            (reports.Unavailable > 0 ? _afterUnavailable : _phantoms).Add($"fix {fix.Token} is stored without an acknowledgement");
            return;
        }

        Compare(fix, found[0], reports, stored.Merged);
    }

    private void Compare(FixCase fix, StoredFix found, Bounds reports, IReadOnlyDictionary<string, string> merged)
    {
        if (reports.Sure > 0 && fix.Id is { } id && found.Id != merged.GetValueOrDefault(id, id))
            _lost.Add($"fix {fix.Token} was acknowledged as {id} and is {found.Id}");
        if (found.Issue != fix.Issue)
            _lost.Add($"fix {fix.Token} came back with another issue text");
        Within(fix, "sightings", found.Sightings, reports);
        Within(fix, "worked", found.Worked, Tally(fix, effect => effect.Worked == true));
        Within(fix, "failed", found.Failed, Tally(fix, effect => effect.Worked == false));
    }

    private void Within(FixCase fix, string what, int value, Bounds bounds)
    {
        if (value < bounds.Sure)
            _lost.Add($"fix {fix.Token} has {what} {value}, acknowledged {bounds.Sure}");
        else if (value > bounds.Most + bounds.Unavailable)
            _duplicates.Add($"fix {fix.Token} has {what} {value}, asked for {bounds.Most}");
        else if (value > bounds.Most)
            _afterUnavailable.Add($"fix {fix.Token} has {what} {value}, of which some were answered 503");
    }

    private void Memories(IReadOnlyList<MemoryCase> cases, StoredState stored)
    {
        foreach (var memory in cases)
        {
            var fate = memory.Written?.At(moment);
            var lines = stored.Lines.GetValueOrDefault(memory.Token);
            var found = memory.Id is null ? null : stored.Memories.GetValueOrDefault(memory.Id);
            if (lines > 1)
                _duplicates.Add($"memory {memory.Token} is stored {lines} times");
            if (fate == Fate.Acknowledged && (found is null || lines == 0))
                _lost.Add($"memory {memory.Token} ({memory.Id}) is gone");
            if (found is not null && (found.Content != memory.Content || found.Key != memory.Key))
                _lost.Add($"memory {memory.Token} came back with another text");
            if (lines > 0 && fate is null or Fate.Refused)
                _phantoms.Add($"memory {memory.Token} is stored without an acknowledgement");
            if (lines > 0 && fate == Fate.Unavailable)
                _afterUnavailable.Add($"memory {memory.Token} was answered 503 and is stored");
        }
    }

    private Bounds Tally(FixCase fix, Func<Effect, bool> which)
    {
        var fates = fix.Effects.Where(which).Select(effect => effect.At(moment)).OfType<Fate>().ToList();
        var sure = fates.Count(fate => fate == Fate.Acknowledged);
        return new(sure, sure + fates.Count(fate => fate == Fate.Unknown), fates.Count(fate => fate == Fate.Unavailable));
    }

    private readonly record struct Bounds(int Sure, int Most, int Unavailable);
}
