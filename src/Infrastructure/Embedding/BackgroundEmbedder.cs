using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>
/// Makes the vectors that records wait for, one after the other, beside the acknowledged writes and giving way to them. What waits is in
/// the record itself, so that it goes on where it stood whenever the program ends.
/// </summary>
internal sealed class BackgroundEmbedder(IVectorMemory vectors, IEmbedder embedder, TimeProvider time, ILogger<BackgroundEmbedder> log) : BackgroundService
{
    private const int Ahead = 64;
    private const int MostDeleted = 500;
    private const int MostAttempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StoringPeriod = TimeSpan.FromMilliseconds(250);

    // Writes go first, but must not keep vectors away for ever.
    private static readonly TimeSpan GivingWay = TimeSpan.FromMilliseconds(2);
    private const int MostGivingWay = 25;

    private readonly Dictionary<Guid, int> _refused = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (embedder.State == EmbedderState.Off)
            return;
        var backOff = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var worked = await RunAsync(stoppingToken).ConfigureAwait(false);
                backOff = TimeSpan.Zero;
                if (!worked)
                    await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                backOff = backOff == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : backOff * 2;
                backOff = backOff < LongestBackOff ? backOff : LongestBackOff;
                log.LogWarning(exception, "Vectors could not be made; it is tried again in {Seconds} s. Nothing is lost: words find every record.", backOff.TotalSeconds);
                await Task.Delay(backOff, time, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes some of the vectors that wait.</summary>
    /// <returns>False when there was nothing to do.</returns>
    private async Task<bool> RunAsync(CancellationToken ct)
    {
        var stats = await vectors.GetVectorStatsAsync(ct).ConfigureAwait(false);

        // Loading the model costs a short verb more than all the rest of it, and for nothing if nothing waits.
        if (stats is { Waiting: 0, Making: null })
            return await vectors.DeleteOldVectorsAsync(MostDeleted, ct).ConfigureAwait(false) > 0;
        var model = (await Task.Run(() => embedder.Model!, ct).ConfigureAwait(false)).Stamp;
        if (stats.Serving is null || (stats.Serving == model && stats.Making is { } other && other != model))
            stats = await vectors.AdoptModelAsync(model, ct).ConfigureAwait(false);

        // The stored vectors are of another model: nothing is mixed in; re-embedding is an operator's decision.
        if (stats.Wanted != model)
            return false;
        var waiting = await vectors.GetWaitingAsync(Ahead, ct).ConfigureAwait(false);
        if (waiting.Count > 0)
            await EmbedAsync(model, waiting, ct).ConfigureAwait(false);
        else if (stats.Making is not null)
            await vectors.StoreVectorsAsync(model, [], ct).ConfigureAwait(false);
        return waiting.Count > 0;
    }

    private async Task EmbedAsync(ModelStamp model, IReadOnlyList<WaitingText> texts, CancellationToken ct)
    {
        var made = new List<RecordVector>(texts.Count);
        var since = time.GetTimestamp();
        try
        {
            foreach (var text in texts)
            {
                await GiveWayAsync(ct).ConfigureAwait(false);
                if (await TryEmbedAsync(text, ct).ConfigureAwait(false) is { } vector)
                    made.Add(new RecordVector(text.Id, vector));
                if (time.GetElapsedTime(since) < StoringPeriod)
                    continue;
                await vectors.StoreVectorsAsync(model, made, ct).ConfigureAwait(false);
                made.Clear();
                since = time.GetTimestamp();
            }
        }
        finally
        {
            // What was made before a failure or the end is kept.
            if (made.Count > 0)
                await vectors.StoreVectorsAsync(model, made, CancellationToken.None).ConfigureAwait(false);
        }
    }

    // A text that the model refuses again and again holds up neither the others nor the change to another model.
    private async Task<float[]?> TryEmbedAsync(WaitingText text, CancellationToken ct)
    {
        try
        {
            return await embedder.EmbedDocumentAsync(text.Text, ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception) when (!exception.IsTransient)
        {
            var attempts = _refused[text.Id] = _refused.GetValueOrDefault(text.Id) + 1;
            if (attempts < MostAttempts)
                return null;
            _refused.Remove(text.Id);
            await vectors.EndWaitingAsync([text.Id], ct).ConfigureAwait(false);
            log.LogWarning(exception, "No vector can be made of record {Id}; words alone find it until the next re-embedding.", text.Id);
            return null;
        }
    }

    // By the machine's clock, which the store tells its writes apart by, whatever clock the records have.
    private async Task GiveWayAsync(CancellationToken ct)
    {
        for (var times = 0; vectors.IsBusy && times < MostGivingWay; times++)
            await Task.Delay(GivingWay, ct).ConfigureAwait(false);
    }
}
