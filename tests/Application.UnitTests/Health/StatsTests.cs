using Moq;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Application.UnitTests.Health;

public sealed class StatsTests
{
    private static readonly GraphStats Graph = new("sqlite", 1, 2, 3, 4, 5, 0);

    private static readonly ModelStamp Other = new("large", "1", 3);

    [TestCase("sqlite", "embedded")]
    [TestCase("postgresql", "servers")]
    public async Task Sizes_say_the_mode_and_vectors_that_are_off(string kind, string mode)
    {
        using var host = new TestHost();
        var record = Holds(host, new VectorStats(Other, null, 3, 4, 7), kind);
        Assert.That(
            await host.SendAsync(new GetStatsQuery()),
            Is.EqualTo(new ControlPlaneStats(mode, Fingerprint.Version, record, Graph, new VectorSizes(null, null, null, 0, 0))));
    }

    [Test]
    public async Task Vectors_of_the_configured_model_are_counted()
    {
        using var host = new TestHost();
        host.Embeds(Known.Model);
        Holds(host, new VectorStats(Known.Model.Stamp, null, 3, 4, 7));
        Assert.That((await host.SendAsync(new GetStatsQuery())).Vectors, Is.EqualTo(new VectorSizes("small", 2, "small", 3, 4)));
    }

    [Test]
    public async Task While_the_vectors_are_of_another_model_every_record_lacks_one()
    {
        using var host = new TestHost();
        host.Embeds(Known.Model);
        Holds(host, new VectorStats(Other, null, 3, 4, 7));
        Assert.That((await host.SendAsync(new GetStatsQuery())).Vectors, Is.EqualTo(new VectorSizes("small", 2, "large", 0, 7)));
    }

    [Test]
    public async Task While_vectors_are_made_anew_those_that_are_missing_are_pending()
    {
        using var host = new TestHost();
        host.Embeds(Known.Model);
        Holds(host, new VectorStats(Other, Known.Model.Stamp, 3, 4, 7));
        Assert.That((await host.SendAsync(new GetStatsQuery())).Vectors, Is.EqualTo(new VectorSizes("small", 2, "large", 0, 4)));
    }

    [Test]
    public async Task A_model_that_cannot_be_loaded_keeps_nobody_from_the_sizes()
    {
        using var host = new TestHost();
        host.Embedder.Setup(e => e.State).Returns(EmbedderState.Failed);
        host.Embedder.Setup(e => e.Model).Throws(new StoreUnavailableException("embedder", "load its model", false));
        Holds(host, new VectorStats(Other, null, 3, 4, 7));
        Assert.That((await host.SendAsync(new GetStatsQuery())).Vectors, Is.EqualTo(new VectorSizes(null, null, "large", 3, 4)));
    }

    private static RecordStats Holds(TestHost host, VectorStats vectors, string kind = "sqlite")
    {
        var record = new RecordStats(kind, 4, 3, 2, 9, 1, 1);
        host.Memory.Setup(m => m.GetStatsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(record);
        host.Graph.Setup(g => g.GetStatsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(Graph);
        host.Vectors.Setup(v => v.GetVectorStatsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(vectors);
        return record;
    }
}
