using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Contracts.Sqlite;

[TestFixture]
public sealed class OpsTokenizerTests
{
    [TestCase("The disk is full", "disk full")]
    [TestCase("KubePodCrashLooping", "kube pod crash loop kubepodcrashloop")]
    [TestCase("HTTPServer", "http server httpserver")]
    [TestCase("orphaned PVCs", "orphan pvc")]
    [TestCase("node-exporter", "node export node-exporter")]
    [TestCase("ORA-01555: snapshot too old", "ora 01555 ora-01555 snapshot too old")]
    [TestCase("/var/lib/docker/", "var lib docker var/lib/docker")]
    [TestCase("kube-system/etcd-0:2379", "kube system etcd 0 2379 kube-system/etcd-0:2379")]
    [TestCase("a..b", "b")]
    [TestCase("restarting restarted restarts", "restart restart restart")]
    [TestCase("python3 ipv6 0x80070005", "python3 ipv6 0x80070005")]
    [TestCase("Überlauf größer", "überlauf größer")]
    [TestCase("服务器崩溃", "服务 务器 器崩 崩溃")]
    [TestCase("水", "水")]
    [TestCase("nginx崩溃502", "nginx 崩溃 502")]
    [TestCase("サーバー", "サー ーバ バー")]
    [TestCase("서버가 죽음", "서버 버가 죽음")]
    [TestCase("𠀀𠀁𠀂", "𠀀𠀁 𠀁𠀂")]
    [TestCase("\"a\" OR (b* NEAR/2 c) AND NOT -d^2:", "b near 2 near/2 c not d 2")]
    [TestCase("😀 ... —", "")]
    [TestCase("", "")]
    public void Cuts_text_into_terms(string text, string expected) =>
        Assert.That(string.Join(' ', OpsTokenizer.Terms(text)), Is.EqualTo(expected));

    [Test]
    public void Keeps_a_compound_of_64_characters_whole_and_a_longer_one_only_in_parts()
    {
        var fits = "first." + new string('x', 58);

        Assert.That(OpsTokenizer.Terms(fits), Does.Contain(fits));
        Assert.That(OpsTokenizer.Terms(fits + "y"), Is.EqualTo(new[] { "first", new string('x', 58) + "y" }));
    }

    [Test]
    public void Cuts_a_word_at_64_characters_without_halving_a_surrogate_pair()
    {
        var word = new string('x', 63) + "𝒳" + "tail";

        Assert.That(OpsTokenizer.Terms(word), Is.EqualTo(new[] { new string('x', 63) }));
    }

    [Test]
    public void Takes_lone_surrogates_as_breaks() =>
        Assert.That(OpsTokenizer.Terms("disk\ud800full\udfff"), Is.EqualTo(new[] { "disk", "full" }));

    [TestCase("x")]
    [TestCase("x.")]
    [TestCase("xY")]
    [TestCase("水")]
    [TestCase("y")]
    [TestCase(" .")]
    public void Takes_a_megabyte_of_one_pattern_in_its_stride(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, (1 << 20) / pattern.Length));

        var terms = OpsTokenizer.Terms(text);

        Assert.That(terms, Has.Count.LessThanOrEqualTo(text.Length));
        Assert.That(terms.All(t => t.Length is > 0 and <= OpsTokenizer.MaxTermLength), Is.True);
    }

    [Test]
    public void Splits_an_issue_into_its_first_line_and_the_rest()
    {
        var text = IndexedText.OfFix("\n  KubeletDown\r\nTarget disappeared", "systemctl restart kubelet");

        Assert.That(text, Is.EqualTo(new IndexedText("kubelet down kubeletdown", "target disappear", "systemctl restart kubelet")));
    }
}
