using System.Text.RegularExpressions;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Reference;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>Faults of episodes, erasing, copies, keys, lists and the contains search.</summary>
internal static partial class BrokenStores
{
    private static IEnumerable<(string Fault, ReferenceRules Rules)> Episodes =>
    [
        ("opens an episode for every occurrence", Rules with { EpisodeTakes = (_, _) => false }),
        ("keeps an episode open for ever", Rules with { EpisodeTakes = (episode, _) => episode.EndedAt is null }),
        ("ends an episode a moment before the window does", Rules with { EpisodeTakes = (episode, ts) => episode.Takes(ts + 1, Samples.RegressionWindow) }),
        ("does not end an episode by a success", Rules with { Ends = (_, _) => false }),
        ("ends the episodes of all places by one success", Rules with { Ends = (_, _) => true }),
        ("sees everything in one place", Rules with { Place = _ => "everywhere" }),
        ("knows servers alone as places", Rules with { Place = scope => scope.Server }),
        ("never sees an issue come back", Rules with { CameBack = (_, _) => false }),
        ("sees every issue come back", Rules with { CameBack = (_, _) => true }),
        ("sees an issue come back after any time", Rules with { CameBack = (episode, worked) => episode.StartedAt >= worked.Ts }),
        ("does not see it come back at the window's end", Rules with { CameBack = (episode, worked) => episode.CameBackAfter(worked.Ts, Samples.RegressionWindow - 1) }),
        ("does not see it come back in the instant of the success", Rules with { CameBack = (episode, worked) => episode.StartedAt != worked.Ts && Rules.CameBack(episode, worked) }),
        ("counts a return for every occurrence", Rules with { OncePerEpisode = false }),
        ("takes a telling for an occurrence", Rules with { TellingIsSeeing = true }),
    ];

    private static IEnumerable<(string Fault, ReferenceRules Rules)> Erasing =>
    [
        ("corrects without looking at the revision", Rules with { ChecksRevision = false }),
        ("corrects neither metadata nor scope", Rules with { Correction = correction => correction with { Metadata = null, Scope = null } }),
        ("corrects no tags", Rules with { Correction = correction => correction with { Tags = null } }),
        ("corrects a solution without a successor", Rules with { Correction = correction => correction with { Solution = null } }),
        ("forgets that it erased", Rules with { RemembersErasure = false }),
        ("keeps the text it erased", Rules with { ErasesText = false }),
        ("erases what never was", Rules with { ErasesWhatNeverWas = true }),
        ("loses the occurrences of a copy", Rules with { CopiesOccurrences = false }),
        ("overwrites what is there by a copy", Rules with { KeepsWhatIsThere = false }),
        ("keeps twins apart", Rules with { MergesTwins = false }),
        ("takes lines about fixes that are not there", Rules with { NeedsTheFix = false }),
        ("exports no outcomes", Rules with { Exported = lines => lines.Where(l => l is not ExportedOutcome) }),
        ("exports no erased ids", Rules with { Exported = lines => lines.Where(l => l is not ExportedErasure) }),
        ("exports in any order", Rules with { Exported = lines => lines.Reverse() }),
    ];

    private static IEnumerable<(string Fault, ReferenceRules Rules)> Reading =>
    [
        ("lists the oldest first", Rules with { Order = (a, b) => a.Ts != b.Ts ? a.Ts.CompareTo(b.Ts) : a.Id.CompareTo(b.Id) }),
        ("skips ties at the edge of a page", Rules with { IsAfter = (place, fix) => fix.Ts < place.Ts }),
        ("repeats ties at the edge of a page", Rules with { IsAfter = (place, fix) => fix.Ts <= place.Ts && fix.Id != place.Id }),
        ("leaves out the last instant", Rules with { AtOrBefore = (ts, until) => ts < until }),
        ("ignores the beginning of a window", Rules with { AtOrAfter = (_, _) => true }),
        ("ignores the end of a window", Rules with { AtOrBefore = (_, _) => true }),
        ("ignores since", Rules with { List = query => query with { Since = null } }),
        ("ignores the fingerprint of a list", Rules with { List = query => query with { Fingerprint = null } }),
        ("ignores the success of a list", Rules with { List = query => query with { Success = null } }),
        ("ignores the agent of a list", Rules with { List = query => query with { Agent = null } }),
        ("ignores the server of a list", Rules with { List = query => query with { Server = null } }),
        ("lists the unknown as failed", Rules with { StateOf = fix => fix.Success == true ? SuccessState.Worked : SuccessState.Failed }),
        ("filters by the newest telling alone", Rules with { AnyTelling = false }),
        ("counts no fix as unknown", Rules with { IsUnknown = _ => false }),
        ("counts only the untouched as unknown", Rules with { IsUnknown = counts => counts == Domain.Outcomes.OutcomeCounts.None }),
        ("orders patterns by fingerprint alone", Rules with { PatternOrder = (a, b) => string.CompareOrdinal(a.Fingerprint.Value, b.Fingerprint.Value) }),
        ("orders ties of patterns downwards", Rules with { PatternOrder = (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(b.Fingerprint.Value, a.Fingerprint.Value) }),
        ("leaves occurrences out of patterns", Rules with { CountsOccurrences = false }),
        ("compares names without case", Rules with { Names = StringComparer.OrdinalIgnoreCase }),
        ("searches with case", Rules with { Contains = (issue, text) => issue.Contains(text, StringComparison.Ordinal) }),
        ("folds the case of ASCII alone", Rules with { Contains = (issue, text) => AsciiLower(issue).Contains(AsciiLower(text), StringComparison.Ordinal) }),
        ("searches for three characters and more", Rules with { Contains = (issue, text) => text.Length >= 3 && Rules.Contains(issue, text) }),
        ("searches for no punctuation", Rules with { Contains = (issue, text) => !text.Any(char.IsPunctuation) && Rules.Contains(issue, text) }),
        ("knows no pairs of surrogates", Rules with { Contains = (issue, text) => !text.Any(char.IsSurrogate) && Rules.Contains(issue, text) }),
        ("takes wild cards for such", Rules with { Contains = (issue, text) => Regex.IsMatch(issue, Regex.Escape(text).Replace("%", ".*", StringComparison.Ordinal).Replace('_', '.'), RegexOptions.IgnoreCase) }),
        ("searches for the words in any order", Rules with { Contains = (issue, text) => text.Split(' ').All(w => Rules.Contains(issue, w)) }),
        ("takes operators for such", Rules with { Contains = (issue, text) => text.Split(" OR ").Any(w => Rules.Contains(issue, w.TrimEnd('*'))) }),
        ("takes a text for an expression", Rules with { Contains = (issue, text) => Regex.IsMatch(issue, text.Replace("(", "\\(", StringComparison.Ordinal), RegexOptions.IgnoreCase) }),
    ];

    private static IEnumerable<(string Fault, ReferenceRules Rules)> Writing =>
    [
        ("comes with a fix that nobody told", Rules with { Seed = SampleFix }),
        ("returns nothing", Rules with { Limit = _ => 0 }),
        ("returns one more than the limit", Rules with { Limit = limit => limit + 1 }),
        ("ignores the limit", Rules with { Limit = _ => int.MaxValue }),
        ("leaves out the first instant", Rules with { AtOrAfter = (ts, since) => ts > since }),
        ("orders ties by descending id", Rules with { Order = (a, b) => a.Ts != b.Ts ? b.Ts.CompareTo(a.Ts) : b.Id.CompareTo(a.Id) }),
        ("gives every record the same revision", Rules with { NextRevision = _ => 1 }),
        ("lets concurrent writers overwrite one another", Rules with { OneAtATime = false }),
        ("drops the token", Rules with { Token = _ => CancellationToken.None }),
        ("forgets idempotency keys", Rules with { KeyOf = _ => (Samples.NewId().ToString(), 0) }),
        ("takes the items of a batch for one", Rules with { KeyOf = key => (key.Key, 0) }),
        ("ignores the digest of a request", Rules with { SameDigest = (_, _) => true }),
        ("refuses every repeat of a key", Rules with { SameDigest = (_, _) => false }),
        ("takes a key for what it did not do", Rules with { RefusalsTakeKeys = true }),
    ];

    private static void SampleFix(ReferenceState state)
    {
        var told = Samples.Told("sample issue", "sample solution", ts: Samples.Now - Samples.Hour, id: Samples.Id(999_999));
        state.Fixes[told.Id] = Fix.FirstTold(told, "sample issue");
        state.Reports.Add(new ToldReport(told.Id, told));
    }

    private static string AsciiLower(string text) => string.Concat(text.Select(c => char.IsAscii(c) ? char.ToLowerInvariant(c) : c));
}
