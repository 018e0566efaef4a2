namespace ObsControlPlane.Domain.Outcomes;

/// <summary>
/// The regularised incomplete beta function I_x(a, b) and its inverse. Continued fraction by the modified Lentz method, log-gamma by
/// Lanczos' approximation (DLMF 8.17.22, 5.11; the coefficients are those of g = 7, n = 9).
/// </summary>
internal static class IncompleteBeta
{
    private const double Tiny = 1e-300;

    private static readonly double[] Lanczos =
    [
        .99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>I_x(a, b).</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="x">0–1.</param>
    /// <returns>The share of probability below <paramref name="x"/>, 0–1.</returns>
    internal static double Regularised(double a, double b, double x) => Regularised(a, b, x, LogBeta(a, b));

    private static double Regularised(double a, double b, double x, double logBeta)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) - logBeta);

        // The fraction converges fast on this side of the mean only; the other side is its mirror image.
        return x <= (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - (front * Fraction(b, a, 1 - x) / b);
    }

    /// <summary>The x at which I_x(a, b) is <paramref name="probability"/>.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="probability">0–1.</param>
    /// <returns>0–1.</returns>
    internal static double Inverse(double a, double b, double probability)
    {
        if (probability <= 0)
            return 0;
        if (probability >= 1)
            return 1;
        var (low, high, logBeta) = (0.0, 1.0, LogBeta(a, b));
        var x = a / (a + b);

        // Newton's steps, kept inside a bracket that shrinks even where the density is too flat or steep for them.
        for (var step = 0; step < 200 && high - low > 1e-15; step++)
        {
            var error = Regularised(a, b, x, logBeta) - probability;
            if (error == 0)
                return x;
            if (error < 0)
                low = x;
            else
                high = x;
            var density = Math.Exp(((a - 1) * Math.Log(x)) + ((b - 1) * Math.Log(1 - x)) - logBeta);
            var next = x - (error / density);
            if (!(next > low && next < high))
                next = (low + high) / 2;
            if (Math.Abs(next - x) < 1e-14 * x)
                return next;
            x = next;
        }

        return x;
    }

    private static double Fraction(double a, double b, double x)
    {
        var c = 1.0;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var fraction = d;
        for (var m = 1; m < 100_000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            fraction *= d * c;

            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            var change = d * c;
            fraction *= change;
            if (Math.Abs(change - 1) < 1e-16)
                break;
        }

        return fraction;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    private static double LogGamma(double z)
    {
        if (z < .5)
            return Math.Log(Math.PI / Math.Sin(Math.PI * z)) - LogGamma(1 - z);
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
            sum += Lanczos[i] / (z - 1 + i);
        var t = z + 6.5;
        return (.5 * Math.Log(2 * Math.PI)) + ((z - .5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
