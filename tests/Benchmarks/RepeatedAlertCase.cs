using System.Diagnostics.Metrics;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Telemetry;

namespace ObsControlPlane.Benchmarks;

/// <summary>Recall of an issue that was told before and has a fix that worked: the model is not asked.</summary>
internal static class RepeatedAlertCase
{
    private const int Size = 100_000;
    private const int QuestionsOfRound = 100;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        var set = await PreparedData.OfAsync(options, Size);
        await using var product = await InProcessProduct.StartAsync(set.Copy());
        var proven = await ProvenAsync(product, set.Fixes, Turns.CountOf(options.Rounds, QuestionsOfRound));
        var embeddings = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == ControlPlaneMeter.Name && instrument.Name == "ocp.embeddings")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref embeddings, count));
        listener.Start();
        var rounds = await Turns.RunAsync(options.Rounds, QuestionsOfRound, number => product.AskAsync(new RecallQuery($"issue:{proven[number]}")));
        var repeated = Interlocked.Read(ref embeddings);
        _ = await product.AskAsync(new RecallQuery("issue:nobody has ever asked this of anyone"));
        if (Interlocked.Read(ref embeddings) == repeated)
            throw new InvalidOperationException("The count of embeddings does not count.");
        table.Add(new(
            "E5r", $"embeddings per recall of a repeated alert at {Size}", (double)repeated / proven.Count, 0, true,
            $"p50 {rounds.P50(0):0.00} ms, {repeated} embeddings in {proven.Count} recalls"));
    }

    private static async Task<IReadOnlyList<string>> ProvenAsync(InProcessProduct product, IReadOnlyList<SampleFix> fixes, int count)
    {
        var proven = new List<string>(count);
        foreach (var issue in fixes.Where((_, at) => at % 4 == 0).Select(fix => fix.Issue).Distinct(StringComparer.Ordinal))
        {
            var answer = await product.AskAsync(new RecallQuery($"issue:{issue}", Explain: true));
            if (!answer.Explanation!.Tiers.Single(tier => tier.Name == "fingerprint").Ran || answer.Results is not [{ Fix.Standing.Worked: > 0 } first, ..] || first.Fix.Fix.IssueText != issue)
                continue;
            proven.Add(issue);
            if (proven.Count == count)
                return proven;
        }

        throw new InvalidOperationException("There are too few proven fixes.");
    }
}
