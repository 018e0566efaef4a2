using System.Numerics.Tensors;
using ObsControlPlane.Infrastructure.Embedding;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>Ids and vectors against what other implementations made of the same texts.</summary>
public sealed class ReferenceTests
{
    // What two right implementations differ by on different processors; on one and the same they come to .9999 and more.
    private const double Least = .995;

    [TestCase("bge-small-en-v1.5", 50)]
    [TestCase("all-MiniLM-L6-v2", 40)]
    public async Task A_model_gives_the_ids_and_vectors_of_its_published_reference(string model, int lines)
    {
        var folder = SharedData.Require(model, "models");

        await AssertAgreesAsync(Models.Find(("Model", folder), ("Pooling", model.StartsWith("bge", StringComparison.Ordinal) ? "cls" : "mean"),
            ("MaxTokens", model.StartsWith("bge", StringComparison.Ordinal) ? "512" : "256"),
            ("QueryPrefix", model.StartsWith("bge", StringComparison.Ordinal) ? "Represent this sentence for searching relevant passages: " : "")),
            Path.Combine(folder, "reference.jsonl"), lines);
    }

    [Test]
    public Task The_carried_model_gives_the_ids_and_vectors_that_are_kept_beside_this_test() =>
        AssertAgreesAsync(Models.Find(), Path.Combine(AppContext.BaseDirectory, "Embedding", "bge-small-en-v1.5.jsonl"), 16);

    private static async Task AssertAgreesAsync(ModelFolder folder, string reference, int lines)
    {
        using var generator = OnnxEmbeddingGenerator.Load(folder);
        var (seen, least) = (0, 1.0);
        foreach (var line in Models.Reference(reference))
        {
            var text = line.Role == "query" ? folder.Settings.QueryPrefix + line.Text : line.Text;
            var ids = generator.TokensOf(text);
            var vector = (await generator.GenerateAsync([text]))[0].Vector;
            var cosine = TensorPrimitives.CosineSimilarity(vector.Span, line.Vector);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(ids, Has.Length.EqualTo(line.Tokens), line.Text);
                Assert.That(ids.Take(line.Ids.Length), Is.EqualTo(line.Ids), line.Text);
                Assert.That(cosine, Is.GreaterThanOrEqualTo(Least), line.Text);
                Assert.That(TensorPrimitives.Norm(vector.Span), Is.EqualTo(1).Within(1e-5), line.Text);
            }

            (seen, least) = (seen + 1, Math.Min(least, cosine));
        }

        TestContext.Out.WriteLine($"{folder.Settings.Id}: {seen} texts, smallest cosine {least:F6}");
        Assert.That(seen, Is.EqualTo(lines));
    }
}
