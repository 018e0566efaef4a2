using System.Globalization;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>The bars that the product must reach in the worlds of outcomes.</summary>
internal static class WorldGate
{
    private const double MostHarmful = .01;

    /// <summary>Prints each bar and, last, how many were reached.</summary>
    /// <returns>0 when all were, else 1.</returns>
    public static int Check(WorldFigures figures)
    {
        var (product, similarity) = (figures.Fixed(Ranker.Product), figures.Fixed(Ranker.Similarity));
        (string Bar, double Value, double Least)[] bars =
        [
            ("fix@1 ÷ fix@1 by similarity, at least", product.Mean / similarity.Mean, WorldFigures.Factor),
            ("fix@1 − 1.3 × fix@1 by similarity, low end, at least", figures.Lead(Ranker.Similarity, WorldFigures.Factor).Low, 0),
            ("fix@1 − fix@1 by percentage, low end, at least", figures.Lead(Ranker.Percentage).Low, double.Epsilon),
            // Where every fix of the issue is to be avoided, contract 6 leaves those of other issues among the results; the report counts them apart.
            ("questions whose first answer is no harmful fix of the issue, at least", 1 - figures.HarmfulHere(Ranker.Product).Mean, 1 - MostHarmful),
        ];
        foreach (var (bar, value, least) in bars)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bar} {least:F3}: {value:F4} {(value >= least ? "holds" : "FAILS")}"));
        var failed = bars.Count(bar => bar.Value < bar.Least);
        Console.WriteLine($"{bars.Length - failed} passed, {failed} failed, 0 skipped");
        return failed == 0 ? 0 : 1;
    }
}
