using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.UnitTests.Issues;

[TestFixture]
internal sealed class FingerprintPairTests
{
    private const string Table = "Issues/fingerprint-pairs.tsv";

    private static IEnumerable<TestCaseData> Pairs(string verdict) =>
        from row in TestData.Rows(Table)
        where row[0] == verdict
        select new TestCaseData(row[1], row[2]).SetArgDisplayNames(row[3], IssueMasking.Mask(row[1]));

    [TestCaseSource(nameof(Pairs), new object[] { "same" })]
    public void What_only_an_occurrence_differs_in_is_the_same_issue(string first, string second)
    {
        Assert.That(IssueMasking.Mask(first), Is.EqualTo(IssueMasking.Mask(second)));
        Assert.That(Issue.FromText(first).Fingerprint, Is.EqualTo(Issue.FromText(second).Fingerprint));
    }

    [TestCaseSource(nameof(Pairs), new object[] { "different" })]
    public void What_codes_and_names_differ_in_are_two_issues(string first, string second) =>
        Assert.That(Issue.FromText(first).Fingerprint, Is.Not.EqualTo(Issue.FromText(second).Fingerprint), IssueMasking.Mask(first));

    [TestCaseSource(nameof(Pairs), new object[] { "same" })]
    [TestCaseSource(nameof(Pairs), new object[] { "different" })]
    public void One_pass_is_enough(string first, string second)
    {
        foreach (var text in new[] { first, second })
            Assert.That(new MaskScan(TextFolding.Fold(StackTrace.Reduce(text))).Run(), Is.EqualTo(IssueMasking.Mask(text)));
    }

    [Test]
    public void The_table_holds_only_known_verdicts_and_many_of_each()
    {
        var counts = TestData.Rows(Table).CountBy(row => row[0]).ToDictionary();

        Assert.That(counts.Keys, Is.EquivalentTo(new[] { "same", "different" }));
        Assert.That(counts.Values, Has.All.GreaterThanOrEqualTo(50));
    }
}
