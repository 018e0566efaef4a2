using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Application.Validation;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Takes in many fixes, each in a transaction of its own, in order; a bad one refuses itself alone (contract 5).</summary>
/// <param name="Items">The items, in order; each is either a submission or a problem found while reading it.</param>
/// <param name="Key">Idempotency key of the whole request, or null; item i is keyed (key, i).</param>
/// <param name="Progress">Told after every item that was decided, or null.</param>
/// <param name="OnResult">Told every item's result, in order; results are then not kept, so that an import without end needs no memory without end. Null keeps them.</param>
public sealed record ImportFixesCommand(
    IAsyncEnumerable<ImportItem> Items, WriteKey? Key, IProgress<ImportProgress>? Progress, Action<ImportItemResult>? OnResult = null)
    : ICarriesText<ImportResult>
{
    /// <inheritdoc/>
    public IRequest<ImportResult> Redacted(TextRedaction redaction) => this with { Items = Redacted(Items, redaction), Key = redaction.Key(Key) };

    private static async IAsyncEnumerable<ImportItem> Redacted(IAsyncEnumerable<ImportItem> items, TextRedaction redaction, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var item in items.WithCancellation(ct))
            yield return redaction.Item(item);
    }
}

/// <summary>One item of a batch or line of a file.</summary>
/// <param name="Submission">The fix, or null when it could not be read.</param>
/// <param name="Errors">What was wrong while reading, by field; empty when it could be read.</param>
/// <param name="ProblemType">Slug of the problem when it could not be read at all (<c>malformed-json</c>), or null.</param>
public sealed record ImportItem(FixSubmission? Submission, IReadOnlyDictionary<string, string[]> Errors, string? ProblemType = null)
{
    /// <summary>Families of the secrets that were taken out of it, ordinal order, each once.</summary>
    public IReadOnlyList<string> Redacted { get; init; } = [];
}

/// <summary>How far an import is.</summary>
/// <param name="Stored">New fixes.</param>
/// <param name="Deduplicated">Said before.</param>
/// <param name="Refused">Refused.</param>
public readonly record struct ImportProgress(long Stored, long Deduplicated, long Refused)
{
    /// <summary>Items decided.</summary>
    public long Total => Stored + Deduplicated + Refused;
}

/// <summary>What became of a batch.</summary>
/// <param name="Results">One per item, in order; empty when the command took them one by one.</param>
/// <param name="Stored">New fixes.</param>
/// <param name="Deduplicated">Said before.</param>
/// <param name="Refused">Refused.</param>
public sealed record ImportResult(IReadOnlyList<ImportItemResult> Results, long Stored, long Deduplicated, long Refused);

/// <summary>What became of one item.</summary>
/// <param name="Index">Its position, 0 or more.</param>
/// <param name="Id">Id of the fix (or of what an export line was), or null when refused.</param>
/// <param name="Deduplicated">True when it was said before.</param>
/// <param name="Replayed">True when the idempotency key was known.</param>
/// <param name="Problem">Why it was refused, or null.</param>
/// <param name="Durability">What is promised of one that was taken.</param>
public sealed record ImportItemResult(
    int Index, string? Id, bool Deduplicated, bool Replayed, ItemProblem? Problem, Durability Durability = Durability.Committed)
{
    /// <summary>Families of the secrets that were taken out of it, ordinal order, each once.</summary>
    public IReadOnlyList<string> Redacted { get; init; } = [];
}

/// <summary>Why an item was refused.</summary>
/// <param name="Type">Slug of the problem.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Errors">What is wrong, by field; empty when no field is to blame.</param>
public sealed record ItemProblem(string Type, string Detail, IReadOnlyDictionary<string, string[]> Errors);

internal sealed class ImportFixesValidator : AbstractValidator<ImportFixesCommand>
{
    // The items are a stream: each is checked when it comes, and a bad one refuses itself alone.
    public ImportFixesValidator() => RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
}

internal sealed class ImportFixesHandler(FixIntake intake, ImportSettings settings, ILogger<ImportFixesHandler> log)
    : IRequestHandler<ImportFixesCommand, ImportResult>
{
    public async Task<ImportResult> Handle(ImportFixesCommand request, CancellationToken ct)
    {
        var window = new ImportWindow(settings, request.Progress, request.OnResult);
        var result = await window.RunAsync(request.Items, async (item, index) => (await intake.TakeItemAsync(item, index, request.Key, ct)) with { Redacted = item.Redacted }, ct);
        log.LogInformation("Imported fixes: {Stored} stored, {Deduplicated} deduplicated, {Refused} refused.", result.Stored, result.Deduplicated, result.Refused);
        return result;
    }
}
