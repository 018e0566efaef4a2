using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Exchange;

/// <summary>Takes in an export, line by line; what is there already stays as it is, a repeat changes nothing (contract 5).</summary>
/// <param name="Lines">The lines, in order; each is either a record or a problem found while reading it.</param>
/// <param name="Key">Idempotency key of the whole request, or null; line i is keyed (key, i).</param>
/// <param name="Progress">Told after every line that was decided, or null.</param>
public sealed record ImportExportCommand(IAsyncEnumerable<ExportLine> Lines, WriteKey? Key, IProgress<ImportProgress>? Progress)
    : IRequest<ImportResult>;

/// <summary>One line of an export.</summary>
/// <param name="Record">The record, or null when it could not be read.</param>
/// <param name="Digest">Hash of the line.</param>
/// <param name="Problem">Why it could not be read, or null.</param>
public sealed record ExportLine(ExportRecord? Record, string Digest, ItemProblem? Problem);
