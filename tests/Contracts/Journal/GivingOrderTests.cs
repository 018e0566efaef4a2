using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Journal;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>Which writes of the journal wait for which.</summary>
public sealed class GivingOrderTests
{
    private static readonly Fingerprint A = Issue.FromText("a").Fingerprint;
    private static readonly Fingerprint B = Issue.FromText("b").Fingerprint;
    private static readonly Guid InRecord = Samples.Id(1);
    private static readonly Guid Told = Samples.Id(2);
    private static readonly Guid Unknown = Samples.Id(3);

    private static readonly Concerns SeenA = new([Concerns.NameOf(A)]);
    private static readonly Concerns SeenB = new([Concerns.NameOf(B)]);
    private static readonly Concerns TellingA = new([], (Told, A));
    private static readonly Concerns OutcomeOfA = new([], (InRecord, null));
    private static readonly Concerns OutcomeOfTold = new([], (Told, null));
    private static readonly Concerns OutcomeOfUnknown = new([], (Unknown, null));
    private static readonly Concerns Agent = new(["agent x"]);

    private static IEnumerable<TestCaseData> Pairs()
    {
        yield return new TestCaseData(new[] { SeenA, SeenA }, "wait").SetArgDisplayNames("one issue twice");
        yield return new TestCaseData(new[] { SeenA, SeenB }, "free").SetArgDisplayNames("two issues");
        yield return new TestCaseData(new[] { OutcomeOfA, SeenA }, "wait").SetArgDisplayNames("an outcome, then its issue");
        yield return new TestCaseData(new[] { OutcomeOfA, SeenB }, "free").SetArgDisplayNames("an outcome, then another issue");
        yield return new TestCaseData(new[] { TellingA, OutcomeOfTold }, "wait").SetArgDisplayNames("a telling, then its outcome");
        yield return new TestCaseData(new[] { TellingA, OutcomeOfTold, SeenA }, "wait").SetArgDisplayNames("a telling, its outcome, then its issue");
        yield return new TestCaseData(new[] { Agent, SeenA }, "free").SetArgDisplayNames("an agent, then an issue");
        yield return new TestCaseData(new[] { SeenB, OutcomeOfUnknown }, "wait").SetArgDisplayNames("anything, then an outcome of an unknown fix");
        yield return new TestCaseData(new[] { OutcomeOfUnknown, SeenB }, "wait").SetArgDisplayNames("an outcome of an unknown fix, then anything");
        yield return new TestCaseData(new[] { Concerns.Everything, Agent }, "wait").SetArgDisplayNames("what concerns everything, then anything");
        yield return new TestCaseData(new[] { Agent, Concerns.Everything }, "wait").SetArgDisplayNames("anything, then what concerns everything");
    }

    [TestCaseSource(nameof(Pairs))]
    public async Task The_last_of_them_waits_for_the_first_if_they_concern_the_same(Array concerns, string expected)
    {
        var order = new GivingOrder(new Dictionary<Guid, Fingerprint> { [InRecord] = A });
        var first = new TaskCompletionSource<bool>();
        var began = false;
        Concerns[] writes = [.. concerns.Cast<Concerns>()];
        var given = writes.Select((write, i) => order.Add(write, async () =>
        {
            began |= i == writes.Length - 1;
            return i != 0 || await first.Task;
        })).ToList();
        Assert.That(began ? "free" : "wait", Is.EqualTo(expected));
        first.SetResult(true);
        Assert.That(await Task.WhenAll(given), Is.All.True);
        Assert.That(began);
    }

    [Test]
    public async Task None_is_given_after_one_that_failed_and_concerns_the_same()
    {
        var order = new GivingOrder(new Dictionary<Guid, Fingerprint>());
        List<string> given = [];
        Task<bool> Give(string name, bool done)
        {
            given.Add(name);
            return Task.FromResult(done);
        }

        Task<bool>[] all = [order.Add(SeenA, () => Give("a", false)), order.Add(SeenA, () => Give("a again", true)), order.Add(SeenB, () => Give("b", true))];
        Assert.That(await Task.WhenAll(all), Is.EqualTo([false, false, true]));
        Assert.That(given, Is.EqualTo(["a", "b"]));
    }
}
