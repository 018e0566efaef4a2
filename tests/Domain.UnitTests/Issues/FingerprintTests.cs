using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.UnitTests.Issues;

[TestFixture]
internal sealed class FingerprintTests
{
    [Test]
    public void It_is_the_first_half_of_sha256_over_the_masked_text()
    {
        var expected = "f1:" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("disk füll")))[..32].ToLowerInvariant();

        Assert.That(Fingerprint.OfMasked("disk füll").Value, Is.EqualTo(expected));
    }

    [Test]
    public void A_known_text_keeps_its_fingerprint_from_release_to_release() =>
        Assert.That(Issue.FromText("Disk full on web-2: 95% of /var used").Fingerprint.Value, Is.EqualTo(Fingerprint.OfMasked("disk full on web-<*>: <*> of /var used").Value));

    [Test]
    public void What_it_writes_it_reads()
    {
        var fingerprint = Fingerprint.OfMasked("x");

        Assert.That(Fingerprint.Parse(fingerprint.ToString()), Is.EqualTo(fingerprint));
        Assert.That(Fingerprint.TryParse(fingerprint.Value, out var read) ? read : default, Is.EqualTo(fingerprint));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("f1:")]
    [TestCase("f2:0123456789abcdef0123456789abcdef")]
    [TestCase("F1:0123456789abcdef0123456789abcdef")]
    [TestCase("f1:0123456789ABCDEF0123456789abcdef")]
    [TestCase("f1:0123456789abcdef0123456789abcde")]
    [TestCase("f1:0123456789abcdef0123456789abcdef0")]
    [TestCase("f1:0123456789abcdef0123456789abcdeg")]
    [TestCase(" f1:0123456789abcdef0123456789abcdef")]
    public void Anything_else_is_refused(string? text)
    {
        Assert.That(Fingerprint.TryParse(text, out var fingerprint), Is.False);
        Assert.That(fingerprint, Is.EqualTo(default(Fingerprint)));
        Assert.That(() => Fingerprint.Parse(text!), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void The_version_is_the_one_in_the_prefix() =>
        Assert.That(Fingerprint.OfMasked("x").Value, Does.StartWith($"f{Fingerprint.Version}:"));

    [Test]
    public void None_at_all_is_empty_and_equals_no_real_one()
    {
        Assert.That(default(Fingerprint).Value, Is.Empty);
        Assert.That(default(Fingerprint), Is.Not.EqualTo(Fingerprint.OfMasked("")));
    }
}
