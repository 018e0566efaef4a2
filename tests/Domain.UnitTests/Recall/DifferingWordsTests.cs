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

    [TestCase("KubePodCrashLooping", "kube pod crash looping")]
    [TestCase("kube pod crash looping", "KubePodCrashLooping")]
    [TestCase("HTTPServerError on CPUs", "cpus: http server error")]
    [TestCase("NodeCPUsHot", "node cpus hot")]
    [TestCase("NodeNotReady", "node not ready")]
    [TestCase("kube-system/CrashLoop", "crash loop in kube-system/CrashLoop")]
    [TestCase("disk full on web-2", "disk full on web-7")]
    [TestCase("pod my-app-7d4b9c6f5-x2x9k down", "pod my-app-6c8d7f9b4-q4zqk down")]
    [TestCase("timeout after 30s from 10.1.2.3", "timeout from 10.9.9.9")]
    public void Words_in_parts_and_what_masking_takes_away_are_no_difference(string issue, string text) => Assert.That(Of(issue, text), Is.Empty);

    [TestCase("KubePodCrashLooping", "kube pod pending", "KubePodCrashLooping")]
    [TestCase("NodeNotReady", "node ready", "NodeNotReady")]
    [TestCase("db is down", "web is down", "db")]
    [TestCase("service is not running on altair", "service is running on altair", "not")]
    [TestCase("http 502 from ledger gateway", "HTTP 404 from ledger gateway", "502")]
    [TestCase("exit code 137", "exit code 139", "137")]
    [TestCase("disk full on Web-2", "disk full", "Web")]
    [TestCase("disk full on web-2", "disk full on db-2", "web")]
    public void What_is_left_is_shown_as_it_is_spelt(string issue, string text, string word) => Assert.That(Of(issue, text), Is.EqualTo([word]));

    private static IReadOnlyList<string> Of(string issue, string text) => DifferingWords.Of(issue, DifferingWords.In(text));
}
