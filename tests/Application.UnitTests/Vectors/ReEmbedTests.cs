using Moq;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Vectors;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.UnitTests.Vectors;

public sealed class ReEmbedTests
{
    private static readonly ModelStamp Wanted = Known.Model.Stamp;
    private static readonly ModelStamp Other = new("large", "1", 3);

    [Test]
    public async Task It_starts_with_the_configured_model_and_says_how_far_it_is()
    {
        using var host = On();
        host.Vectors.Setup(v => v.StartReEmbeddingAsync(Wanted, It.IsAny<CancellationToken>())).ReturnsAsync(new VectorStats(Other, Wanted, 5, 6, 6));
        Assert.That(await host.SendAsync(new ReEmbedCommand()), Is.EqualTo(new ReEmbedding(Wanted, Other, 0, 6, IsRunning: true)));
    }

    private static readonly object[] States =
    [
        new object[] { new VectorStats(null, null, 0, 6, 6), new ReEmbedding(Wanted, null, 0, 6, false) },
        new object[] { new VectorStats(Wanted, null, 6, 0, 6), new ReEmbedding(Wanted, Wanted, 6, 0, false) },
        new object[] { new VectorStats(Wanted, null, 6, 2, 6), new ReEmbedding(Wanted, Wanted, 6, 2, true) },
        new object[] { new VectorStats(Other, Wanted, 6, 0, 6), new ReEmbedding(Wanted, Other, 0, 0, true) },
        new object[] { new VectorStats(Other, null, 6, 0, 6), new ReEmbedding(Wanted, Other, 0, 6, false) },
        new object[] { new VectorStats(Wanted, Other, 6, 3, 6), new ReEmbedding(Wanted, Wanted, 6, 6, false) },
    ];

    [TestCaseSource(nameof(States))]
    public async Task The_stored_state_is_told_of_the_configured_model(VectorStats stored, ReEmbedding told)
    {
        using var host = On();
        host.Vectors.Setup(v => v.GetVectorStatsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(stored);
        Assert.That(await host.SendAsync(new GetReEmbeddingQuery()), Is.EqualTo(told));
    }

    [Test]
    public void While_embeddings_are_off_there_is_nothing_to_make_vectors_with()
    {
        using var host = new TestHost();
        Assert.Multiple(() =>
        {
            Assert.That(() => host.SendAsync(new ReEmbedCommand()), Throws.InstanceOf<DomainException>().With.Property("Code").EqualTo(ProblemCodes.Conflict));
            Assert.That(() => host.SendAsync(new GetReEmbeddingQuery()), Throws.InstanceOf<DomainException>().With.Property("Code").EqualTo(ProblemCodes.Conflict));
        });
    }

    private static TestHost On()
    {
        var host = new TestHost();
        host.Embeds(Known.Model);
        return host;
    }
}
