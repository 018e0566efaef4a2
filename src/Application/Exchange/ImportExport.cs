using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Application.Validation;

namespace ObsControlPlane.Application.Exchange;

/// <summary>Takes in an export, line by line; what is there already stays as it is, a repeat changes nothing (contract 5).</summary>
/// <param name="Lines">The lines, in order; each is either a record or a problem found while reading it.</param>
/// <param name="Key">Idempotency key of the whole request, or null; line i is keyed (key, i).</param>
/// <param name="Progress">Told after every line that was decided, or null.</param>
/// <param name="OnResult">Told every line's result, in order; results are then not kept. Null keeps them.</param>
public sealed record ImportExportCommand(
    IAsyncEnumerable<ExportLine> Lines, WriteKey? Key, IProgress<ImportProgress>? Progress, Action<ImportItemResult>? OnResult = null)
    : ICarriesText<ImportResult>
{
    /// <inheritdoc/>
    public IRequest<ImportResult> Redacted(TextRedaction redaction) => this with { Lines = Redacted(Lines, redaction), Key = redaction.Key(Key) };

    private static async IAsyncEnumerable<ExportLine> Redacted(IAsyncEnumerable<ExportLine> lines, TextRedaction redaction, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var line in lines.WithCancellation(ct))
            yield return redaction.Line(line);
    }
}

/// <summary>One line of an export.</summary>
/// <param name="Record">The record, or null when it could not be read.</param>
/// <param name="Digest">Hash of the line.</param>
/// <param name="Problem">Why it could not be read, or null.</param>
public sealed record ExportLine(ExportRecord? Record, string Digest, ItemProblem? Problem)
{
    /// <summary>Families of the secrets that were taken out of it, ordinal order, each once.</summary>
    public IReadOnlyList<string> Redacted { get; init; } = [];
}

internal sealed class ImportExportValidator : AbstractValidator<ImportExportCommand>
{
    // The lines are a stream: each is judged when it comes, and a bad one refuses itself alone.
    public ImportExportValidator() => RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
}

internal sealed class ImportExportHandler(
    IFixMemory memory, IValidator<ExportRecord> validator, ImportSettings settings, ILogger<ImportExportHandler> log)
    : IRequestHandler<ImportExportCommand, ImportResult>
{
    public async Task<ImportResult> Handle(ImportExportCommand request, CancellationToken ct)
    {
        var window = new ImportWindow(settings, request.Progress, request.OnResult);
        var result = await window.RunAsync(request.Lines, async (line, index) => (await TakeAsync(line, index, request.Key, ct)) with { Redacted = line.Redacted }, ct);
        log.LogInformation("Imported a copy: {Stored} stored, {Deduplicated} there already, {Refused} refused.", result.Stored, result.Deduplicated, result.Refused);
        return result;
    }

    private async Task<ImportItemResult> TakeAsync(ExportLine line, int index, WriteKey? key, CancellationToken ct)
    {
        if (line.Record is null)
            return new ImportItemResult(index, null, false, false, line.Problem ?? ItemProblems.Unreadable);
        var broken = validator.Validate(line.Record);
        if (!broken.IsValid)
            return new ImportItemResult(index, null, false, false, ItemProblems.Validation(broken.ToDictionary().AsReadOnly()));

        // Lines come as a stream whose whole digest is not known yet, so each line's own stands for it.
        var taking = memory.ImportAsync(line.Record, key is null ? null : key.At(index) with { Digest = line.Digest }, ct);
        await Task.WhenAny(taking);
        if (ItemProblems.OfItem(taking, key) is { } refusal)
            return new ImportItemResult(index, null, false, false, refusal);
        var written = await taking;
        return new ImportItemResult(index, written.Value.Id, written.Value.Deduplicated, written.Replayed, null, written.Durability);
    }
}
