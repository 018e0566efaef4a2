using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Memories;

/// <summary>The newest telling of a memory shows.</summary>
public sealed class MemoryTests
{
    private static readonly Memory Known = new(Guid.NewGuid(), "key", "content", null, "ada", Scope.Everywhere, 50, 3);

    [TestCase(50)]
    [TestCase(60)]
    public void A_telling_that_is_not_older_shows_and_the_memory_stays_itself(long ts)
    {
        var again = new Memory(Guid.NewGuid(), "key", "content", new Metadata("{}"), "bob", new Scope("web", null), ts);

        Assert.That(Known.ToldAgain(again), Is.EqualTo(Known with { Metadata = again.Metadata, Agent = "bob", Scope = again.Scope, Ts = ts }));
    }

    [Test]
    public void An_older_telling_changes_nothing() =>
        Assert.That(Known.ToldAgain(Known with { Agent = "bob", Ts = 49 }), Is.EqualTo(Known));
}
