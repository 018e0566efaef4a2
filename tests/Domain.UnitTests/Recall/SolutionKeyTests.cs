using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Domain.UnitTests.Recall;

public sealed class SolutionKeyTests
{
    [TestCase("restart nginx", "Restart  NGINX!")]
    [TestCase("restart nginx", " restart\n\tnginx.\r\n")]
    [TestCase("ПЕРЕЗАПУСТИТЬ под", "перезапустить — под")]
    public void Case_punctuation_and_white_space_make_no_difference(string one, string other) =>
        Assert.That(KeyOf(one), Is.EqualTo(KeyOf(other)));

    [TestCase("chmod 644 /x", "chmod 755 /x")]
    [TestCase("rm /var/log/a", "rm /var/log/b")]
    [TestCase("restart nginx", "restartnginx")]
    [TestCase("restart nginx", "restart")]
    [TestCase("!!!", "???")]
    [TestCase("磁盘", "磁带")]
    [TestCase("😀", "😁")]
    [TestCase("किताब", "कताब")]
    public void Letters_digits_and_the_marks_on_them_do(string one, string other) =>
        Assert.That(KeyOf(one), Is.Not.EqualTo(KeyOf(other)));

    [Test]
    public void It_is_kept_by_nobody_but_is_the_same_in_every_process() =>
        Assert.That(KeyOf("restart nginx"), Is.EqualTo(KeyOf("RESTART-NGINX")).And.Not.Zero);

    [Test]
    public void What_helped_with_one_issue_is_not_what_helped_with_another() =>
        Assert.That(SolutionKey.Of(Issue.FromText("disk full").Fingerprint, "restart"), Is.Not.EqualTo(SolutionKey.Of(Issue.FromText("out of memory").Fingerprint, "restart")));

    private static ulong KeyOf(string solution) => SolutionKey.Of(Issue.FromText("disk full").Fingerprint, solution);
}
