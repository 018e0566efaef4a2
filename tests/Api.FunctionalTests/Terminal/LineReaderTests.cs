using System.Text;
using ObsControlPlane.Api.Terminal.Importing;

namespace ObsControlPlane.Api.FunctionalTests.Terminal;

public sealed class LineReaderTests
{
    [TestCase("a\nb\n", "1:a 2:b")]
    [TestCase("a\nb", "1:a 2:b")]
    [TestCase("a\r\nb\r\n", "1:a 2:b")]
    [TestCase("\n \n\ta\n\n", "3:a")]
    [TestCase("\uFEFFa\n\uFEFFb", "1:a 2:\uFEFFb")]
    [TestCase("", "")]
    public async Task Lines_keep_their_numbers(string text, string expected) => Assert.That(await ReadAsync(text, 1000), Is.EqualTo(expected));

    [TestCase("12345\n123456\n1", "1:12345 2:too long 3:1")]
    [TestCase("123456", "1:too long")]
    public async Task A_line_over_the_limit_is_marked_and_skipped(string text, string expected) => Assert.That(await ReadAsync(text, 5), Is.EqualTo(expected));

    [Test]
    public async Task A_line_of_many_megabytes_is_skipped_and_the_next_one_read()
    {
        var text = new string('x', 9_000_000) + "\nshort";

        Assert.That(await ReadAsync(text, 2_000_000), Is.EqualTo("1:too long 2:short"));
    }

    private static async Task<string> ReadAsync(string text, int longest)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var lines = new List<string>();
        await foreach (var line in LineReader.ReadAsync(stream, longest, CancellationToken.None))
            lines.Add($"{line.Number}:{(line.IsTooLong ? "too long" : Encoding.UTF8.GetString(line.Bytes.Span))}");
        return string.Join(' ', lines);
    }
}
