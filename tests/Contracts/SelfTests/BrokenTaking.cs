using System.Text;
using ObsControlPlane.Contracts.Reference;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>Faults of taking in: identity, repeats, texts, outcomes.</summary>
internal static partial class BrokenStores
{
    private static IEnumerable<(string Fault, ReferenceRules Rules)> TakingIn =>
    [
        ("loses the second sighting", Rules with { ToldAgain = (fix, report) => fix.ToldAgain(report) with { Sightings = fix.Sightings } }),
        ("forgets the tags of further tellings", Rules with { ToldAgain = (fix, report) => fix.ToldAgain(report) with { Tags = fix.Tags } }),
        ("shows the telling that arrived last instead of the newest", Rules with { ToldAgain = ShowArrival }),
        ("keeps the first telling's instant", Rules with { ToldAgain = (fix, report) => fix.ToldAgain(report) with { Ts = fix.Ts } }),
        ("takes the exact text as identity", Rules with { SolutionIdentity = text => text }),
        ("ignores case, indentation and numbers of a solution", Rules with { SolutionIdentity = Blurred }),
        ("keeps one solution for an issue", Rules with { SolutionIdentity = _ => "" }),
        ("counts the same telling again", Rules with { SameTelling = (_, _) => false }),
        ("takes every telling of an agent for a repeat", Rules with { SameTelling = (known, again) => known.Agent == again.Agent }),
        ("takes instants of our own for the caller's", Rules with { SameTelling = (known, again) => known.Ts == again.Ts && known.Agent == again.Agent && known.Success == again.Success }),
        ("takes tellings of one instant for repeats, whoever tells", Rules with { SameTelling = (known, again) => known.TsGiven && known.Ts == again.Ts && known.Success == again.Success }),
        ("takes a telling with another outcome for a repeat", Rules with { SameTelling = (known, again) => known.TsGiven && known.Ts == again.Ts && known.Agent == again.Agent }),
        ("does not know a source id again", Rules with { SameSource = (_, _) => false }),
        ("takes ids of different sources for one", Rules with { SameSource = (known, again) => known.SourceId is not null && known.SourceId == again.SourceId }),
        ("takes a source without an id for a source id", Rules with { SameSource = (known, again) => known.Source is not null && known.Source == again.Source && known.SourceId == again.SourceId }),
        ("leaves an edited runbook beside its old text", Rules with { Supersedes = false }),
        ("drops what a caller attached", Rules with { FirstTold = fix => fix with { Metadata = null }, Kept = memory => memory with { Metadata = null } }),
        ("cuts names at 100 characters", Rules with { FirstTold = fix => fix with { Agent = fix.Agent?[..Math.Min(100, fix.Agent.Length)] } }),
        ("keeps a fix for each agent", Rules with { AlsoSame = (fix, report) => fix.Agent == report.Agent }),
        ("reads silence as failure", Rules with { OutcomeOf = (report, fix) => (report with { Success = report.Success ?? false }).AsOutcome(fix) }),
        ("takes in what has no issue", Rules with { IssueText = (told, known) => told ?? known ?? "an issue" }),
        ("does not know an issue by its fingerprint", Rules with { IssueText = (told, _) => told }),
        ("trims texts", Rules with { Text = text => text.Trim() }),
        ("normalises texts", Rules with { Text = text => text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n") }),
        ("cuts texts at 64 KiB", Rules with { Text = text => text.Length > 65_536 ? text[..65_536] : text }),
        ("keeps every memory apart", Rules with { SameContent = (_, _) => false }),
        ("compares memories without case and blanks", Rules with { SameContent = (known, again) => Blurred(known) == Blurred(again) }),
        ("compares keys without case", Rules with { SameKey = (known, asked) => string.Equals(known, asked, StringComparison.OrdinalIgnoreCase) }),
        ("compares the beginnings of keys", Rules with { SameKey = (known, asked) => known.StartsWith(asked, StringComparison.Ordinal) }),
        ("shows a memory's first telling", Rules with { KeptAgain = (known, again) => known with { Ts = again.Ts } }),
        ("keeps one memory for a key", Rules with { SameContent = (_, _) => true }),
    ];

    private static IEnumerable<(string Fault, ReferenceRules Rules)> Counting =>
    [
        ("counts unknown as failure", Rules with { Counted = (fix, outcome) => fix.Counted(outcome.IsConclusive ? outcome : outcome with { Kind = OutcomeKind.Failed }) }),
        ("shows the success that arrived last", Rules with { Counted = (fix, outcome) => fix.Counted(outcome) with { Success = outcome.Success, SuccessTs = outcome.Ts } }),
        ("counts a roll-back as a success", Rules with { Counted = (fix, outcome) => fix.Counted(outcome.Kind == OutcomeKind.RolledBack ? outcome with { Kind = OutcomeKind.Worked } : outcome) }),
        ("counts every outcome", Rules with { SameApplication = (_, _) => false }),
        ("counts one outcome of a fix", Rules with { SameApplication = (_, _) => true }),
        ("counts one recall again", Rules with { SameApplication = (known, again) => again.RecallId is null && Rules.SameApplication(known, again) }),
        ("counts one application again", Rules with { SameApplication = (known, again) => again.ApplicationId is null && Rules.SameApplication(known, again) }),
        ("joins outcomes exactly a minute apart", Rules with { SameApplication = (known, again) => Rules.SameApplication(known, again) || Within(known, again, 60_000) }),
        ("joins outcomes of one minute, whoever reports", Rules with { SameApplication = (known, again) => Rules.SameApplication(known, again) || Within(known, again with { Agent = known.Agent }, 59_999) }),
        ("joins outcomes of one minute on any server", Rules with { SameApplication = (known, again) => Rules.SameApplication(known, again) || Within(known, again with { Scope = known.Scope }, 59_999) }),
        ("takes an attempt for its result", Rules with { SameApplication = (known, again) => known.ApplicationId is not null && known.ApplicationId == again.ApplicationId }),
        ("joins outcomes of one minute that carry ids", Rules with { SameApplication = (known, again) => Within(known, again with { ApplicationId = null, RecallId = null }, 59_999) }),
        ("gathers evidence without its scope", Rules with { EvidenceScope = _ => Domain.Scopes.Scope.Everywhere }),
        ("gathers evidence without its version", Rules with { EvidenceScope = scope => scope with { Version = null } }),
    ];

    private static bool Within(OutcomeReport known, OutcomeReport again, long milliseconds) =>
        !again.HasOwnId && known.Agent is not null && known.Agent == again.Agent && known.Scope.Server == again.Scope.Server
        && Math.Abs(known.Ts - again.Ts) <= milliseconds;

    private static Fix ShowArrival(Fix fix, FixReport report) => fix.ToldAgain(report) with
    {
        Ts = report.Ts,
        Agent = report.Agent,
        Scope = report.Scope,
        Metadata = report.Metadata,
    };

    private static string Blurred(string text) =>
        string.Concat(text.Where(c => !char.IsDigit(c) && !char.IsWhiteSpace(c))).ToUpperInvariant();
}
