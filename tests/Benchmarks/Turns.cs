using System.Diagnostics;

namespace ObsControlPlane.Benchmarks;

/// <summary>Lets what is compared take turns call by call, so that a moment in which the machine is busy falls on all of them.</summary>
internal static class Turns
{
    private const int WarmUp = 40;

    /// <summary>How many numbers a run tells its sides, 0 first.</summary>
    public static int CountOf(int rounds, int numbers) => WarmUp + rounds * numbers;

    /// <summary>Runs every side once for each number; who is first changes from number to number.</summary>
    /// <param name="rounds">Rounds, each with medians of its own.</param>
    /// <param name="numbers">Calls of each side in a round.</param>
    /// <param name="sides">What is compared; told a number that is never told again.</param>
    public static Task<IReadOnlyList<Round>> RunAsync(int rounds, int numbers, params Func<int, Task>[] sides) =>
        RunTimedAsync(rounds, numbers, [.. sides.Select(side => (Func<int, Task<double>>)(number => TimeAsync(() => side(number))))]);

    /// <summary>The same for sides that say themselves how long they took, in milliseconds.</summary>
    public static async Task<IReadOnlyList<Round>> RunTimedAsync(int rounds, int numbers, params Func<int, Task<double>>[] sides)
    {
        for (var i = 0; i < WarmUp; i++)
            await RunOnceAsync(sides, i);
        var measured = new List<Round>();
        for (var round = 0; round < rounds; round++)
        {
            var times = new List<double[]>(numbers);
            for (var i = 0; i < numbers; i++)
                times.Add(await RunOnceAsync(sides, WarmUp + round * numbers + i));
            measured.Add(new Round(times));
        }

        return measured;
    }

    /// <summary>Milliseconds a call takes.</summary>
    public static async Task<double> TimeAsync(Func<Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        await call();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<double[]> RunOnceAsync(Func<int, Task<double>>[] sides, int number)
    {
        var took = new double[sides.Length];
        for (var turn = 0; turn < sides.Length; turn++)
        {
            var side = (turn + number) % sides.Length;
            took[side] = await sides[side](number);
        }

        return took;
    }
}

/// <summary>Times of one round.</summary>
/// <param name="Times">For each number the milliseconds of every side.</param>
internal sealed record Round(IReadOnlyList<double[]> Times)
{
    /// <summary>Median of a side, ms.</summary>
    public double P50(int side) => Quantile(side, .5);

    /// <summary>Quantile of a side, ms.</summary>
    public double Quantile(int side, double share) => Statistics.Quantile(Times.Select(times => times[side]), share);
}

/// <summary>Figures over rounds.</summary>
internal static class RoundFigures
{
    /// <summary>Median over the rounds of something each round gives.</summary>
    public static double Median(this IReadOnlyList<Round> rounds, Func<Round, double> figure) => Statistics.Median(rounds.Select(figure));

    /// <summary>Median over the rounds of a side's p50, ms.</summary>
    public static double P50(this IReadOnlyList<Round> rounds, int side) => rounds.Median(round => round.P50(side));
}
