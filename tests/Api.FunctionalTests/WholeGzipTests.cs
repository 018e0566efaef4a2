using System.IO.Compression;
using System.Text;
using ObsControlPlane.Api.Binding;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>What is compressed comes out whole, or says that it is not.</summary>
public sealed class WholeGzipTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(n => $"line {n * 7919 % 1000}\n")));

    private static readonly byte[] Noise = NoiseOf(300_000);

    private static IEnumerable<byte[]> Contents() => [[], [0], Text, Noise, new byte[1_000_000]];

    [TestCaseSource(nameof(Contents))]
    public async Task Whole_data_comes_out_as_it_went_in(byte[] content)
    {
        Assert.That(await ReadAsync(Gzip(content)), Is.EqualTo(content));
        Assert.That(Read(Gzip(content)), Is.EqualTo(content));
    }

    [Test]
    public async Task Several_members_come_out_one_after_the_other() =>
        Assert.That(await ReadAsync([.. Gzip(Text), .. Gzip(Noise), .. Gzip(Text)]), Is.EqualTo(Text.Concat(Noise).Concat(Text).ToArray()));

    [Test]
    public void Data_that_was_cut_off_is_refused_wherever_it_was_cut()
    {
        var whole = Gzip(Text);
        for (var length = 1; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Assert.That(() => ReadAsync(cut), Throws.InstanceOf<InvalidDataException>(), $"cut at {length} of {whole.Length}");
        }
    }

    [Test]
    public void The_last_of_several_members_is_missed_too()
    {
        var whole = (byte[])[.. Gzip(Text), .. Gzip(Text)];

        Assert.That(() => ReadAsync(whole[..^1]), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Data_that_was_changed_is_refused()
    {
        var changed = Gzip(Noise);
        changed[changed.Length / 2] ^= 1;

        Assert.That(() => ReadAsync(changed), Throws.InstanceOf<InvalidDataException>());
    }

    private static async Task<byte[]> ReadAsync(byte[] compressed)
    {
        await using var stream = new WholeGzip(new MemoryStream(compressed));
        using var text = new MemoryStream();
        await stream.CopyToAsync(text, 777);
        return text.ToArray();
    }

    private static byte[] Read(byte[] compressed)
    {
        using var stream = new WholeGzip(new MemoryStream(compressed));
        using var text = new MemoryStream();
        stream.CopyTo(text, 777);
        return text.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return output.ToArray();
    }

    private static byte[] NoiseOf(int length)
    {
        var noise = new byte[length];
        new Random(20260).NextBytes(noise);
        return noise;
    }
}
