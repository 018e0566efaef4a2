using System.Globalization;

namespace ObsControlPlane.Benchmarks;

/// <summary>A measured ratio and what it should hold.</summary>
/// <param name="Id">Id of the case.</param>
/// <param name="What">Subject against reference, in words.</param>
/// <param name="Ratio">Median over the rounds of subject ÷ reference.</param>
/// <param name="Bound">What it should be, or null when it is only reported.</param>
/// <param name="AtMost">True when the ratio should be at most the bound, false when at least.</param>
/// <param name="Detail">The absolute figures behind it.</param>
internal sealed record RatioRow(string Id, string What, double? Ratio, double? Bound, bool AtMost, string Detail)
{
    public bool Holds => Ratio is not { } ratio || Bound is not { } bound || (AtMost ? ratio <= bound : ratio >= bound);

    public double Distance => (Ratio, Bound) switch
    {
        ({ } ratio, { } bound) when AtMost => ratio == 0 ? 0 : ratio / bound,
        ({ } ratio, { } bound) => bound / ratio,
        _ => 0,
    };
}

/// <summary>All ratios of a run, worst first.</summary>
internal sealed class RatioTable
{
    private readonly List<RatioRow> _rows = [];
    private int _shown;

    public bool AllHold => _rows.TrueForAll(row => row.Holds);

    public void Add(RatioRow row) => _rows.Add(row);

    public void Print(TextWriter output)
    {
        output.WriteLine("| case | what | ratio | hold | met | figures |");
        output.WriteLine("|---|---|---|---|---|---|");
        Print(output, _rows.OrderByDescending(row => row.Distance));
    }

    /// <summary>Prints what was added since the last time, so that a long run shows how far it is.</summary>
    public void PrintLatest(TextWriter output)
    {
        Print(output, _rows.Skip(_shown));
        _shown = _rows.Count;
    }

    private static void Print(TextWriter output, IEnumerable<RatioRow> rows)
    {
        foreach (var row in rows)
        {
            var ratio = row.Ratio?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
            var bound = row.Bound is { } value ? $"{(row.AtMost ? "≤" : "≥")} {value.ToString("0.##", CultureInfo.InvariantCulture)}" : "–";
            output.WriteLine($"| {row.Id} | {row.What} | {ratio} | {bound} | {(row.Bound is null ? "–" : row.Holds ? "yes" : "NO")} | {row.Detail} |");
        }
    }
}

/// <summary>Order statistics.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Quantile(values, .5);

    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
