using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Domain.UnitTests.Recall;

public sealed class DifferingWordsTests
{
    [Test]
    public void What_tells_a_sibling_apart_is_named_longest_first() => Assert.That(
        Of("KubePersistentVolumeFull: disk on payment-db 42\nfurther text", "disk full on payment-api"),
        Is.EqualTo(["KubePersistentVolumeFull", "payment-db"]));

    [Test]
    public void At_most_eight_are_named_ties_in_ordinal_order() =>
        Assert.That(Of("jjj iii hhh ggg fff eee ddd ccc bbb aaa", "q"), Is.EqualTo(["aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg", "hhh"]));

    [TestCase("disk-full", "disk full", 1)]
    [TestCase("disk full", "DISK-FULL", 0)]
    [TestCase("an 4711 it", "q", 0)]
    [TestCase("\n  \n", "q", 0)]
    public void Parts_of_the_questions_compounds_are_known_short_words_and_numbers_name_nothing(string issue, string text, int count) =>
        Assert.That(Of(issue, text), Has.Count.EqualTo(count));

    private static IReadOnlyList<string> Of(string issue, string text) => DifferingWords.Of(issue, DifferingWords.In(text));
}
