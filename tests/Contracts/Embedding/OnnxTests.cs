using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>The carried model, in this process.</summary>
public sealed class OnnxTests
{
    private static OnnxEmbeddingGenerator _generator = null!;

    [OneTimeSetUp]
    public static void Load() => _generator = OnnxEmbeddingGenerator.Load(Models.Find());

    [OneTimeTearDown]
    public static void Close() => _generator.Dispose();

    [Test]
    public async Task A_vector_has_the_models_dimension_and_unit_length()
    {
        var vector = await VectorAsync("No space left on device");
        Assert.That(vector, Has.Length.EqualTo(384));
        Assert.That(vector.Sum(number => (double)number * number), Is.EqualTo(1).Within(1e-5));
    }

    [Test]
    public async Task What_is_beyond_the_limit_changes_nothing_and_what_is_within_does()
    {
        // One id a word: 510 of them are left beside the two at the ends.
        var words = Enumerable.Repeat("disk", 509).ToArray();
        var full = string.Join(' ', [.. words, "full"]);
        Assert.That(_generator.TokensOf(full), Has.Length.EqualTo(512));
        Assert.That(await VectorAsync(full + " network"), Is.EqualTo(await VectorAsync(full)));
        Assert.That(await VectorAsync(string.Join(' ', [.. words, "network"])), Is.Not.EqualTo(await VectorAsync(full)));
    }

    [Test]
    public async Task A_text_of_a_mebibyte_is_cut()
    {
        var line = "2026-03-04T05:06:07Z web-2 kernel: EXT4-fs error (device sda1): no space left\n";
        var text = new StringBuilder().Insert(0, line, ((1 << 20) / line.Length) + 1).ToString();
        Assert.That(await VectorAsync(text), Is.EqualTo(await VectorAsync(text[..8192])));
    }

    [Test]
    public void A_long_text_is_read_no_further_than_it_must_be()
    {
        var text = string.Concat(Enumerable.Repeat("disk full ", 100_000));
        _generator.TokensOf(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _generator.TokensOf(text);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(32 * 1024));
    }

    [TestCase("", TestName = "An empty text has a vector")]
    [TestCase("   \t\n", TestName = "A blank text has a vector")]
    [TestCase("\u0000\u200B\uFEFF", TestName = "A text of characters nobody sees has a vector")]
    [TestCase("\U0001F525\U0001F6A8 \U000E0001 \u0301\u0301\u0301 \u202Eabc", TestName = "Emoji, marks and tags have a vector")]
    [TestCase("磁盘已满 ディスク 디스크 диск größe", TestName = "Other scripts have a vector")]
    public async Task Odd_texts_have_a_vector(string text) => Assert.That(await VectorAsync(text), Has.Length.EqualTo(384).And.All.Matches<float>(float.IsFinite));

    [Test]
    public async Task Half_a_character_has_a_vector() => Assert.That(await VectorAsync("disk \uD83D full"), Is.EqualTo(await VectorAsync("disk full")));

    [Test]
    public async Task The_same_text_gives_the_same_numbers_whoever_is_beside_it()
    {
        var texts = Enumerable.Range(0, 24).Select(i => string.Concat(Enumerable.Repeat($"pod {i} restarts ", 1 + (i % 7)))).ToArray();
        var alone = new List<float[]>();
        foreach (var text in texts)
            alone.Add(await VectorAsync(text));
        var batch = await _generator.GenerateAsync(texts);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => texts).Select(text => Task.Run(() => VectorAsync(text))));

        Assert.That(batch.Select(made => made.Vector.ToArray()), Is.EqualTo(alone));
        Assert.That(atOnce, Is.EqualTo(Enumerable.Range(0, 4).SelectMany(_ => alone)));
    }

    [Test]
    public async Task Meaning_is_nearer_than_words()
    {
        var full = await VectorAsync("The disk is full");
        Assert.That(Cosine(full, await VectorAsync("No space left on device")), Is.GreaterThan(Cosine(full, await VectorAsync("A cat sat on the mat")) + .1));
    }

    [Test]
    public void A_cancelled_call_ends_between_texts()
    {
        using var cancel = new CancellationTokenSource();
        var taken = 0;
        Assert.That(() => _generator.GenerateAsync(Texts(), null, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(taken, Is.EqualTo(1));

        IEnumerable<string> Texts()
        {
            for (; taken < 100; taken++)
            {
                if (taken == 1)
                    cancel.Cancel();
                yield return taken.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    [Test]
    public void The_generator_says_which_model_it_is()
    {
        var metadata = (EmbeddingGeneratorMetadata)_generator.GetService(typeof(EmbeddingGeneratorMetadata))!;
        Assert.That((metadata.DefaultModelId, metadata.DefaultModelDimensions), Is.EqualTo(("bge-small-en-v1.5", 384)));
    }

    [Test]
    public async Task Closing_waits_for_the_texts_at_work_and_refuses_later_ones()
    {
        var generator = OnnxEmbeddingGenerator.Load(Models.Find());
        var atWork = Enumerable.Range(0, 6).Select(i => generator.GenerateAsync([string.Concat(Enumerable.Repeat($"disk {i} ", 200))])).ToArray();
        generator.Dispose();
        generator.Dispose();

        Task ended = Task.WhenAll(atWork);
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That(atWork.Where(made => made.IsFaulted).Select(made => made.Exception!.InnerException), Has.All.InstanceOf<ObjectDisposedException>());
        Assert.That(() => generator.GenerateAsync(["disk"]), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static async Task<float[]> VectorAsync(string text) => (await _generator.GenerateAsync([text]))[0].Vector.ToArray();

    private static double Cosine(float[] a, float[] b) => a.Zip(b).Sum(pair => (double)pair.First * pair.Second);
}
