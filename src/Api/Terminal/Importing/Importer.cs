using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Terminal.Importing;

/// <summary>Reads files line by line and hands the lines to the API in batches, in order; holds one batch in memory.</summary>
/// <param name="session">The API.</param>
/// <param name="report">Takes down what became of each line.</param>
/// <param name="clock">Waits between two tries.</param>
internal sealed class Importer(ApiSession session, ImportReport report, TimeProvider clock)
{
    // A store that is busy for longer than this is in trouble that waiting does not mend.
    private const int Tries = 30;

    private ImportBatch _batch = new(LineKind.Fix);
    private long _index;

    /// <summary>Imports one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told after each batch with the bytes of the file that were read.</param>
    /// <param name="ct">Cancels the import; batches that were acknowledged stay.</param>
    /// <returns>When every line of the file was decided.</returns>
    public async Task ImportAsync(SourceFile file, Action<long> progress, CancellationToken ct)
    {
        await foreach (var line in LineReader.ReadAsync(file.Text, Limits.BatchBytes - 1, ct))
        {
            var found = new ImportLine(file.Name, line.Number, _index++, line.Bytes);
            if (line.IsTooLong)
            {
                report.RefuseTooLong(found);
                continue;
            }
            var kind = LineKinds.Of(line.Bytes.Span);
            if (!_batch.Takes(kind, line.Bytes.Length))
            {
                await FlushAsync(ct);
                progress(file.Position);
                _batch = new ImportBatch(kind);
            }
            _batch.Add(found);
        }
        await FlushAsync(ct);
        progress(file.Position);
        _batch = new ImportBatch(LineKind.Fix);
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        var batch = _batch;
        for (var tries = 1; batch.Lines.Count > 0; tries++)
        {
            var isLast = tries == Tries;
            var answer = await TrySendAsync(batch, isLast, ct);
            var again = answer is null ? batch : isLast ? new ImportBatch(LineKind.Fix) : batch.Undecided(answer.Json);
            if (answer is not null)
                await report.TakeAsync(batch, answer.Json, again.Lines.Count > 0, ct);
            batch = again;
            if (batch.Lines.Count > 0)
                await Task.Delay(TimeSpan.FromSeconds(1), clock, ct);
        }
    }

    private async Task<ApiAnswer?> TrySendAsync(ImportBatch batch, bool isLast, CancellationToken ct)
    {
        try
        {
            using var content = batch.ToContent();
            return await session.SendContentAsync(HttpMethod.Post, batch.Path, content, ct);
        }
        catch (ApiRefusal refused) when (refused.Answer.Status == StatusCodes.Status503ServiceUnavailable && !isLast)
        {
            // Not stored, says the contract: sending the same lines again is the whole remedy.
            return null;
        }
    }
}
