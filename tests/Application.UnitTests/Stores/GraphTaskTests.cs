using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Stores;

namespace ObsControlPlane.Application.UnitTests.Stores;

/// <summary>Tasks over the whole graph are begun and told as the upkeep says.</summary>
public sealed class GraphTaskTests
{
    private static readonly GraphTask Running = new(GraphTaskKind.Reconcile, GraphTaskState.Running, 1);

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_comparison_repairs_when_it_is_asked_to(bool repair)
    {
        using var host = new TestHost();
        host.Upkeep.Setup(upkeep => upkeep.Reconcile(repair)).Returns(Running);
        Assert.That(await host.SendAsync(new ReconcileGraphCommand(repair)), Is.SameAs(Running));
    }

    [Test]
    public async Task A_rebuild_is_begun()
    {
        using var host = new TestHost();
        host.Upkeep.Setup(upkeep => upkeep.Rebuild()).Returns(Running with { Kind = GraphTaskKind.Rebuild });
        Assert.That((await host.SendAsync(new RebuildGraphCommand())).Kind, Is.EqualTo(GraphTaskKind.Rebuild));
    }

    [Test]
    public async Task The_newest_of_a_kind_is_told_and_none_is_none()
    {
        using var host = new TestHost();
        host.Upkeep.Setup(upkeep => upkeep.Newest(GraphTaskKind.Reconcile)).Returns(Running);
        host.Upkeep.Setup(upkeep => upkeep.Newest(GraphTaskKind.Rebuild)).Returns((GraphTask?)null);
        Assert.That(await host.SendAsync(new GetGraphTaskQuery(GraphTaskKind.Reconcile)), Is.SameAs(Running));
        Assert.That(await host.SendAsync(new GetGraphTaskQuery(GraphTaskKind.Rebuild)), Is.Null);
    }
}
