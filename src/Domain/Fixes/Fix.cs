using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.Fixes;

/// <summary>
/// What was done about an issue and how it has fared. Identity is (fingerprint, solution), see <see cref="SolutionIdentity"/>;
/// scope and agent do not split it. Every change of state goes through the methods below, whichever store keeps it.
/// </summary>
public sealed record Fix
{
    /// <summary>UUIDv7, given once by the process that accepted the first telling.</summary>
    public required Guid Id { get; init; }

    /// <summary>Fingerprint of the issue it is for.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>The issue as it was first told.</summary>
    public required string IssueText { get; init; }

    /// <summary>The solution as it was first told.</summary>
    public required string Solution { get; init; }

    /// <summary>Newest conclusive outcome: true worked, false failed or rolled back, null not known.</summary>
    public bool? Success { get; init; }

    /// <summary>When that outcome was, epoch milliseconds; null with <see cref="Success"/>.</summary>
    public long? SuccessTs { get; init; }

    /// <summary>Newest telling, epoch milliseconds.</summary>
    public required long Ts { get; init; }

    /// <summary>Oldest telling, epoch milliseconds, at most <see cref="Ts"/>.</summary>
    public required long FirstTs { get; init; }

    /// <summary>How often it was told, 1 or more.</summary>
    public required long Sightings { get; init; }

    /// <summary>Who told it newest, or null.</summary>
    public string? Agent { get; init; }

    /// <summary>Where it was done newest.</summary>
    public Scope Scope { get; init; } = Scope.Everywhere;

    /// <summary>System the newest telling comes from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>Id in that system, or null.</summary>
    public string? SourceId { get; init; }

    /// <summary>Union of all tellings' tags, ordinal order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The newest telling's JSON object, or null.</summary>
    public Metadata? Metadata { get; init; }

    /// <summary>Counted outcomes, everywhere.</summary>
    public OutcomeCounts Outcomes { get; init; } = OutcomeCounts.None;

    /// <summary>Grows with every change of the record, over all records; the fix's <c>ETag</c>.</summary>
    public long Revision { get; init; }

    /// <summary>The fix this one replaces (an edited runbook, a correction), or null.</summary>
    public Guid? Supersedes { get; init; }

    /// <summary>The fix that replaced this one, or null.</summary>
    public Guid? SupersededBy { get; init; }

    /// <summary>The twin that this id now stands for, or null.</summary>
    public Guid? MergedInto { get; init; }

    /// <summary>The key it is remembered under.</summary>
    public string Key => KeyPrefix + IssueText;

    /// <summary>What a key begins with when it names an issue.</summary>
    public const string KeyPrefix = "issue:";

    /// <summary>The issue that a key names. The prefix is read in any case and after blanks: a slip there must not make a memory of a fix that nobody finds.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What follows the prefix, byte for byte; null when the key names no issue.</returns>
    public static string? IssueIn(string key)
    {
        var begun = key.AsSpan().TrimStart();
        return begun.StartsWith(KeyPrefix, StringComparison.OrdinalIgnoreCase) ? begun[KeyPrefix.Length..].ToString() : null;
    }

    /// <summary>The fix that a first telling makes.</summary>
    /// <param name="report">The telling; its issue text is known.</param>
    /// <param name="issueText">The issue's text, from the telling or from the issue already known by that fingerprint.</param>
    /// <returns>A fix with one sighting and no outcome yet.</returns>
    /// <exception cref="DomainException">The telling says neither issue nor solution.</exception>
    public static Fix FirstTold(FixReport report, string issueText)
    {
        if (string.IsNullOrWhiteSpace(issueText) || string.IsNullOrWhiteSpace(report.Solution))
            throw new DomainException(ProblemCodes.Conflict, "A fix needs an issue and a solution that are not blank.");
        return new Fix
        {
            Id = report.Id,
            Fingerprint = report.Fingerprint,
            IssueText = issueText,
            Solution = report.Solution,
            Ts = report.Ts,
            FirstTs = report.Ts,
            Sightings = 1,
            Agent = report.Agent,
            Scope = report.Scope,
            Source = report.Source,
            SourceId = report.SourceId,
            Tags = [.. report.Tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Metadata = report.Metadata,
        };
    }

    /// <summary>The fix after it was told once more; the newest telling's agent, scope and metadata show, tags unite.</summary>
    /// <param name="report">A telling of the same fix.</param>
    /// <returns>The changed fix.</returns>
    /// <exception cref="DomainException">The telling is of another fix.</exception>
    public Fix ToldAgain(FixReport report)
    {
        var same = report.Solution == Solution || SolutionIdentity.Normalise(report.Solution) == SolutionIdentity.Normalise(Solution);
        if (report.Fingerprint != Fingerprint || !same)
            throw new DomainException(ProblemCodes.Conflict, "This report is of another fix.");
        var told = this with
        {
            Sightings = Sightings + 1,
            FirstTs = Math.Min(FirstTs, report.Ts),
            Tags = [.. Tags.Union(report.Tags, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
        return report.Ts < Ts ? told : told with
        {
            Ts = report.Ts,
            Agent = report.Agent,
            Scope = report.Scope,
            Source = report.Source,
            SourceId = report.SourceId,
            Metadata = report.Metadata,
        };
    }

    /// <summary>The fix after an outcome that counts.</summary>
    /// <param name="outcome">An outcome of this fix.</param>
    /// <returns>Counts with one more, and <see cref="Success"/> when this is the newest conclusive one.</returns>
    /// <exception cref="DomainException">The outcome is of another fix.</exception>
    public Fix Counted(OutcomeReport outcome)
    {
        if (outcome.FixId != Id)
            throw new DomainException(ProblemCodes.Conflict, "This outcome is of another fix.");
        var counted = this with { Outcomes = Outcomes.Plus(outcome.Kind) };
        var newest = outcome.IsConclusive && outcome.Ts >= (SuccessTs ?? long.MinValue);
        return newest ? counted with { Success = outcome.Success, SuccessTs = outcome.Ts } : counted;
    }
}
