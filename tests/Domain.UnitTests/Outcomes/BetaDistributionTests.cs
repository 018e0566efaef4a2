using CsCheck;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Domain.UnitTests.Outcomes;

/// <summary>Quantiles worked out to 15 digits by bisection in 40-digit arithmetic; those of Beta(a, 1) are p^(1/a).</summary>
public sealed class BetaDistributionTests
{
    [TestCase(1, 1, .025, .025)]
    [TestCase(2, 1, .025, .158113883008419)]
    [TestCase(1, 2, .975, .841886116991581)]
    [TestCase(2, 3, .025, .067585986488543)]
    [TestCase(2, 3, .975, .805879550316757)]
    [TestCase(.5, .5, .975, .998458666866564)]
    [TestCase(41, 3, .025, .841888541691302)]
    [TestCase(41, 3, .975, .985374503004868)]
    [TestCase(1.3, .7, .5, .706185480443486)]
    [TestCase(.2, 5, .025, 1.38273920293114e-9)]
    [TestCase(100, 1, .025, .963783307354824)]
    [TestCase(1000, 3000, .975, .263534573815234)]
    [TestCase(5000, 2, .025, .998886403237206)]
    public void Quantiles_are_known_to_nine_digits(double alpha, double beta, double probability, double expected) =>
        Assert.That(new BetaDistribution(alpha, beta).Quantile(probability), Is.EqualTo(expected).Within(1e-9));

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    public void The_ends_of_probability_are_the_ends_of_the_rate(double probability, double expected) =>
        Assert.That(new BetaDistribution(3, 4).Quantile(probability), Is.EqualTo(expected));

    [Test]
    public void The_quantile_inverts_the_distribution_function() =>
        Gen.Select(Gen.Double[.05, 3_000], Gen.Double[.05, 3_000], Gen.Double[.01, .99]).Sample((alpha, beta, probability) =>
        {
            var x = new BetaDistribution(alpha, beta).Quantile(probability);
            Assert.That(x, Is.InRange(0, 1));

            // Next to an end of the rate one step of a double may be more than 1e-9 of probability.
            if (x is > 1e-12 and < 1 - 1e-12)
                Assert.That(IncompleteBeta.Regularised(alpha, beta, x), Is.EqualTo(probability).Within(1e-6));
        });

    [Test]
    public void Mirrored_distributions_have_mirrored_intervals() =>
        Gen.Select(Gen.Double[.5, 500], Gen.Double[.5, 500]).Sample((alpha, beta) =>
        {
            var (low, high) = new BetaDistribution(alpha, beta).Interval(.95);
            var mirrored = new BetaDistribution(beta, alpha).Interval(.95);
            Assert.That(low, Is.EqualTo(1 - mirrored.High).Within(1e-9));
            Assert.That(high, Is.EqualTo(1 - mirrored.Low).Within(1e-9));
        });

    [Test]
    public void A_rate_without_outcomes_has_no_interval() => Assert.That(BetaDistribution.RateInterval(0, 0), Is.Null);

    [Test]
    public void A_rate_has_the_interval_of_a_uniform_prior()
    {
        var interval = BetaDistribution.RateInterval(40, 2);
        Assert.That(interval!.Value.Low, Is.EqualTo(.841888541691302).Within(1e-9));
        Assert.That(interval.Value.High, Is.EqualTo(.985374503004868).Within(1e-9));
    }
}
