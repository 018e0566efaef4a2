using CsCheck;
using ObsControlPlane.Domain.Unicode;

namespace ObsControlPlane.Domain.UnitTests.Unicode;

/// <summary>Known answers from the figures of UAX #15 and the standard's chapter 3.</summary>
public sealed class CanonicalFormTests
{
    [TestCase("", "")]
    [TestCase("plain", "plain")]
    [TestCase("e\u0301", "\u00e9")]
    [TestCase("A\u030a", "\u00c5")]
    [TestCase("\u212b", "\u00c5")]
    [TestCase("\u2126", "\u03a9")]
    [TestCase("s\u0323\u0307", "\u1e69")]
    [TestCase("s\u0307\u0323", "\u1e69")]
    [TestCase("\u1e0b\u0323", "\u1e0d\u0307")]
    [TestCase("q\u0307\u0323", "q\u0323\u0307")]
    [TestCase("\u1100\u1161\u11a8", "\uac01")]
    [TestCase("\uac00\u11a8", "\uac01")]
    [TestCase("\uac01\u11a8", "\uac01\u11a8")]
    [TestCase("\u0958", "\u0915\u093c")]
    [TestCase("\ufb01", "\ufb01")]
    [TestCase("\ud834\udd5e", "\ud834\udd57\ud834\udd65")]
    [TestCase("a\u0301\u0301", "\u00e1\u0301")]
    [TestCase("\u0301a", "\u0301a")]
    [TestCase("a\u0315\u0300\u05ae\u0300b", "\u00e0\u05ae\u0300\u0315b")]
    public void A_text_is_composed(string text, string composed)
    {
        Assert.That(CanonicalForm.Compose(text), Is.EqualTo(composed));
        Assert.That(CanonicalForm.IsComposed(text), Is.EqualTo(text == composed));
    }

    [Test]
    public void Composing_twice_is_composing_once() =>
        Gen.Int[0x20, 0x2fff].Array[0, 12].Select(points => string.Concat(points.Select(char.ConvertFromUtf32))).Sample(text =>
        {
            var once = CanonicalForm.Compose(text);
            Assert.That(CanonicalForm.Compose(once), Is.EqualTo(once));
            Assert.That(CanonicalForm.IsComposed(once), Is.True);
        });
}
