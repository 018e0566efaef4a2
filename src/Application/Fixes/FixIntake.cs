using FluentValidation;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>
/// The one way in for a fix, whichever door it comes through: remembered, told under an issue's key, imported or reported. So the same
/// telling is the same fix everywhere.
/// </summary>
internal sealed class FixIntake(IFixMemory memory, IValidator<FixSubmission> validator, TimeProvider clock)
{
    /// <summary>What is wrong with a submission.</summary>
    /// <returns>Sentences by field, in the wire's names; empty when nothing is.</returns>
    public IReadOnlyDictionary<string, string[]> Check(FixSubmission submission) => validator.Validate(submission).ToDictionary().AsReadOnly();

    /// <summary>The telling that a valid submission makes. No words are read for success.</summary>
    public FixReport Report(FixSubmission valid) => Report(valid, new SuccessReadResult(valid.Success, Inferred: false));

    /// <summary>The telling that a valid submission makes, with success as it was read.</summary>
    public FixReport Report(FixSubmission valid, SuccessReadResult read)
    {
        var now = clock.GetUtcNow();
        return new FixReport
        {
            Id = TimeOrderedId.Next(now),
            Fingerprint = valid.Fingerprint is null ? Issue.FromText(valid.Issue!).Fingerprint : Fingerprint.Parse(valid.Fingerprint),
            IssueText = valid.Issue,
            Solution = valid.Solution!,
            Success = read.Success,
            Inferred = read.Inferred,
            Agent = valid.Agent,
            Scope = valid.Scope ?? Scope.Everywhere,
            Ts = valid.Ts ?? now.ToUnixTimeMilliseconds(),
            TsGiven = valid.Ts is not null,
            Source = valid.Source,
            SourceId = valid.SourceId,
            Tags = [.. (valid.Tags ?? []).OfType<string>().Distinct(StringComparer.Ordinal)],
            Metadata = valid.Metadata,
        };
    }

    /// <summary>Takes in a valid submission.</summary>
    /// <returns>The receipt; null when it names a fingerprint that is not known and brings no issue text.</returns>
    public async Task<Written<Receipt>?> TakeAsync(FixSubmission valid, WriteKey? key, CancellationToken ct) =>
        await memory.TakeFixAsync(Report(valid), key, ct);

    /// <summary>Takes in one item of a batch; a bad one is refused alone.</summary>
    /// <returns>What became of it.</returns>
    /// <exception cref="StoreUnavailableException">The store failed; this item was not stored.</exception>
    /// <exception cref="DomainException">The idempotency key of the whole request was used with another one, or is in use.</exception>
    public async Task<ImportItemResult> TakeItemAsync(ImportItem item, int index, WriteKey? key, CancellationToken ct)
    {
        if (Problem(item) is { } problem)
            return Refused(index, problem);
        var taking = TakeAsync(item.Submission!, key?.At(index), ct);
        await Task.WhenAny(taking);
        if (ItemProblems.OfItem(taking, key) is { } refusal)
            return Refused(index, refusal);
        return await taking is { } written
            ? new ImportItemResult(index, written.Value.Id.ToString(), written.Value.Deduplicated, written.Replayed, null, written.Durability)
            : Refused(index, ItemProblems.UnknownFingerprint);
    }

    /// <summary>Why an item cannot be taken in at all, or null.</summary>
    public ItemProblem? Problem(ImportItem item)
    {
        if (item.ProblemType is { } type)
            return new ItemProblem(type, "This item could not be read.", item.Errors);
        var errors = item.Submission is null ? item.Errors : Merge(item.Errors, Check(item.Submission));
        return errors.Count > 0 || item.Submission is null ? ItemProblems.Validation(errors) : null;
    }

    // A field that could not be read is not missing, too.
    private static Dictionary<string, string[]> Merge(IReadOnlyDictionary<string, string[]> read, IReadOnlyDictionary<string, string[]> broken) =>
        read.Concat(broken.Where(error => !read.ContainsKey(error.Key))).ToDictionary();

    private static ImportItemResult Refused(int index, ItemProblem problem) => new(index, null, false, false, problem);
}
