using System.Text;
using ObsControlPlane.Contracts.Reference;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>The deliberately broken stores: the reference with one rule of the contract broken.</summary>
internal static partial class BrokenStores
{
    internal static IReadOnlyList<BrokenStore> All { get; } = [.. TakingIn.Select(Record)];

    private static BrokenStore Record((string Fault, ReferenceRules Rules) broken) =>
        new(broken.Fault, new ReferenceRecord(broken.Rules, broken.Fault));

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
        ("gives every record the same revision", Rules with { NextRevision = _ => 1 }),
        ("lets concurrent writers overwrite one another", Rules with { OneAtATime = false }),
        ("drops what a caller attached", Rules with { FirstTold = fix => fix with { Metadata = null } }),
        ("keeps a fix for each agent", Rules with { AlsoSame = (fix, report) => fix.Agent == report.Agent }),
        ("reads silence as failure", Rules with { OutcomeOf = (report, fix) => (report with { Success = report.Success ?? false }).AsOutcome(fix) }),
        ("takes in what has no issue", Rules with { IssueText = (told, known) => told ?? known ?? "an issue" }),
        ("trims texts", Rules with { Text = text => text.Trim() }),
        ("normalises texts", Rules with { Text = text => text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n") }),
        ("cuts texts at 64 KiB", Rules with { Text = text => text.Length > 65_536 ? text[..65_536] : text }),
        ("counts unknown as failure", Rules with { Counted = (fix, outcome) => fix.Counted(outcome.IsConclusive ? outcome : outcome with { Kind = OutcomeKind.Failed }) }),
    ];

    private static ReferenceRules Rules => ReferenceRules.Contract;

    private static Fix ShowArrival(Fix fix, FixReport report) => fix.ToldAgain(report) with
    {
        Ts = report.Ts,
        Agent = report.Agent,
        Scope = report.Scope,
        Metadata = report.Metadata,
    };

    private static string Blurred(string solution) =>
        string.Concat(SolutionIdentity.Normalise(solution).Where(c => !char.IsDigit(c) && !char.IsWhiteSpace(c))).ToUpperInvariant();
}
