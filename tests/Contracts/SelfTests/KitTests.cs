using System.Collections.Concurrent;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>The contract tests are tested: no fault passes them all, and none of them passes every fault.</summary>
public sealed class KitTests
{
    private static readonly ConcurrentDictionary<string, Task<IReadOnlyDictionary<string, string>>> Failures = [];

    private static IEnumerable<TestCaseData> Faults => BrokenStores.All.Select(b => new TestCaseData(b).SetArgDisplayNames(b.Fault));

    private static IEnumerable<TestCaseData> Tests => ContractRun.TestsOf().Select(t => new TestCaseData(t).SetArgDisplayNames(t.Name));

    [TestCaseSource(nameof(Faults))]
    public async Task A_broken_store_fails_at_least_one_contract_test(BrokenStore broken)
    {
        var failures = await FailuresOf(broken);

        TestContext.Out.WriteLine(string.Join("\n", failures.Keys.Order(StringComparer.Ordinal)));
        Assert.That(failures, Is.Not.Empty);
    }

    [TestCaseSource(nameof(Tests))]
    public async Task A_contract_test_is_failed_by_at_least_one_broken_store(ContractTest test)
    {
        var failing = new List<string>();
        foreach (var broken in BrokenStores.All)
        {
            if ((await FailuresOf(broken)).ContainsKey(test.Name))
                failing.Add(broken.Fault);
        }

        TestContext.Out.WriteLine(string.Join("\n", failing));
        Assert.That(failing, Is.Not.Empty, "no broken store fails it: it proves nothing yet");
    }

    [Test]
    public void Faults_have_names_of_their_own() => Assert.That(BrokenStores.All.Select(b => b.Fault), Is.Unique.And.Not.Empty);

    private static Task<IReadOnlyDictionary<string, string>> FailuresOf(BrokenStore broken) => Failures.GetOrAdd(broken.Fault, _ => RunAsync(broken));

    private static async Task<IReadOnlyDictionary<string, string>> RunAsync(BrokenStore broken)
    {
        var failures = new Dictionary<string, string>();
        foreach (var test in broken.Tests())
        {
            if (await ContractRun.FailureOfAsync(test, broken.Harness) is { } failure)
                failures[test.Name] = failure;
        }

        return failures;
    }
}
