using System.Diagnostics;
using System.Text;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Benchmarks;

/// <summary>Masking must be linear: twice the text takes at most 2.5 times as long.</summary>
internal static class MaskingCase
{
    private static readonly (string Name, Func<int, string> Make)[] Shapes =
    [
        ("log lines", size => Repeat("2026-01-02T03:04:05Z web-7 GET /api/v2/users/8421?id=17 took 35ms from 10.1.2.3:51234 (code 503)\n", size)),
        ("one word", size => new string('a', size)),
        ("digits", size => new string('7', size)),
        ("slashes", size => new string('/', size)),
        ("quotes", size => Repeat("\"'`", size)),
        ("stack frames", size => "java.lang.IllegalStateException: boom\n" + Repeat("\tat com.example.Shop.sell(Shop.java:42)\n", size)),
    ];

    public static Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        foreach (var (name, make) in Shapes)
        {
            var (one, two) = (make(1 << 20), make(1 << 21));
            _ = (Time(one), Time(two));
            var rounds = Enumerable.Range(0, options.Rounds).Select(_ => (Two: Time(two), One: Time(one))).ToList();
            var ratio = Statistics.Median(rounds.Select(round => round.Two / round.One));
            table.Add(new("masking", $"2 MB of {name} ÷ 1 MB", ratio, 2.5, true, $"{Statistics.Median(rounds.Select(round => round.One)):0.0} ms for 1 MB"));
        }

        return Task.CompletedTask;
    }

    private static double Time(string text)
    {
        // Some shapes take a few milliseconds, which a collection in between would double: the median of many.
        var times = new List<double>();
        for (var spent = 0.0; spent < 400 || times.Count < 5; spent += times[^1])
        {
            var start = Stopwatch.GetTimestamp();
            _ = IssueMasking.Mask(text);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Statistics.Median(times);
    }

    private static string Repeat(string part, int size)
    {
        var text = new StringBuilder(size + part.Length);
        while (text.Length < size)
            text.Append(part);
        return text.ToString(0, size);
    }
}
