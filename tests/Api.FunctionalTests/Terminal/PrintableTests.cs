using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.FunctionalTests.Terminal;

public sealed class PrintableTests
{
    [TestCase("plain", "plain")]
    [TestCase("a\u001b[31mb", @"a\u001B[31mb")]
    [TestCase("a\u009bb", @"a\u009Bb")]
    [TestCase("a\u202Eb\u2066c\u200Bd\uFEFFe", @"a\u202Eb\u2066c\u200Bd\uFEFFe")]
    [TestCase("a\u0007b\bc\u007f", @"a\u0007b\u0008c\u007F")]
    [TestCase("tab\there", "tab    here")]
    [TestCase("one\r\ntwo\nthree", "one two three")]
    [TestCase("snow ☃ 雪 🎉", "snow ☃ 雪 🎉")]
    [TestCase("[red]markup[/]", "[red]markup[/]")]
    [TestCase(null, "")]
    public void A_line_holds_nothing_that_a_terminal_acts_on(string? text, string expected) =>
        Assert.That(Printable.Line(text), Is.EqualTo(expected));

    [Test]
    public void A_lone_surrogate_is_replaced() => Assert.That(Printable.Line("a\ud800b"), Is.EqualTo("a\ufffdb"));

    [Test]
    public void A_head_leaves_out_blank_lines_and_says_that_more_follow() =>
        Assert.That(Printable.Head("one\n\n  two\nthree", 2, 80), Is.EqualTo(new[] { "one", "  two …" }));

    [TestCase("12345", 5, "12345")]
    [TestCase("123456", 5, "1234…")]
    [TestCase("123🎉45", 5, "123…")]
    public void A_cut_keeps_characters_whole(string line, int width, string expected) =>
        Assert.That(Printable.Cut(line, width), Is.EqualTo(expected));
}
