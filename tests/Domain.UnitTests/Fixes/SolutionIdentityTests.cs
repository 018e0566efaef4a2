using CsCheck;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Domain.UnitTests.Fixes;

public sealed class SolutionIdentityTests
{
    [TestCase("restart  it", "restart it")]
    [TestCase("restart\tit", "restart it")]
    [TestCase("a\r\nb", "a\nb")]
    [TestCase("a\rb", "a\nb")]
    [TestCase("a  \nb", "a\nb")]
    [TestCase("\n\na\n", "a")]
    [TestCase("cafe\u0301", "caf\u00e9")]
    public void These_are_the_same_solution(string one, string other) => Assert.That(SolutionIdentity.Hash(one), Is.EqualTo(SolutionIdentity.Hash(other)));

    [TestCase("chmod 644 f", "chmod 755 f")]
    [TestCase("Restart it", "restart it")]
    [TestCase("rm /a", "rm /b")]
    [TestCase("a\nb", "a b")]
    [TestCase("  a", "a")]
    [TestCase("if x:\n  y", "if x:\ny")]
    public void These_are_different_solutions(string one, string other) => Assert.That(SolutionIdentity.Hash(one), Is.Not.EqualTo(SolutionIdentity.Hash(other)));

    [Test]
    public void Normalising_twice_is_normalising_once() => Gen.String[Gen.Char["ab \t\r\n\u0301é"], 0, 30].Sample(solution =>
        Assert.That(SolutionIdentity.Normalise(SolutionIdentity.Normalise(solution)), Is.EqualTo(SolutionIdentity.Normalise(solution))));
}
