using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Domain.UnitTests.Recall;

public sealed class SolutionKeyTests
{
    [TestCase("restart nginx", "Restart  NGINX!")]
    [TestCase("restart nginx", " restart\n\tnginx.\r\n")]
    [TestCase("ПЕРЕЗАПУСТИТЬ под", "перезапустить — под")]
    [TestCase("restart nginx", "RESTART-NGINX")]
    [TestCase("Set vm.swappiness to 1, then restart nginx; done", "set vm.swappiness to 1 then restart nginx done.")]
    [TestCase("run \"systemctl restart nginx\".", "Run `systemctl restart nginx`")]
    [TestCase("it’s the 'disk'?!", "it’s the “disk”…")]
    [TestCase("(see the runbook).", "(See the runbook)")]
    [TestCase("- free the disk\n- restart nginx", "free the disk\nrestart nginx")]
    [TestCase("kubectl apply --Force", "kubectl apply --force")]
    [TestCase("重启服务。", "重启服务")]
    public void Case_sentence_punctuation_and_white_space_make_no_difference(string one, string other) =>
        Assert.That(KeyOf(one), Is.EqualTo(KeyOf(other)));

    [TestCase("chmod +x f", "chmod -x f")]
    [TestCase("chmod a+x f", "chmod a-x f")]
    [TestCase("echo 1 > f", "echo 1 >> f")]
    [TestCase("vm.overcommit=1", "vm.overcommit=-1")]
    [TestCase("nice 5 make", "nice -5 make")]
    [TestCase("a && b", "a || b")]
    [TestCase("a & b", "a && b")]
    [TestCase("a | b", "a || b")]
    [TestCase("!x", "x")]
    [TestCase("restart !nginx", "restart nginx")]
    [TestCase("if ! grep x f", "if grep x f")]
    [TestCase("a != b", "a == b")]
    [TestCase("a < b", "a > b")]
    [TestCase("x += 1", "x -= 1")]
    [TestCase("grep -v x", "grep v x")]
    [TestCase("rm -r /d", "rm -R /d")]
    [TestCase("ssh -v h", "ssh -V h")]
    [TestCase("chmod u+rwX f", "chmod u+rwx f")]
    [TestCase("chmod u-X f", "chmod u-x f")]
    [TestCase("set -e", "set +e")]
    [TestCase("set -e", "set -E")]
    [TestCase("#vm.swappiness = 1", "vm.swappiness = 1")]
    [TestCase("rm -rf ./x", "rm -rf /x")]
    [TestCase("rm -rf .", "rm -rf /.")]
    [TestCase("rm *log*", "rm log")]
    [TestCase("rm *.", "rm *")]
    [TestCase("cd ..", "cd .")]
    [TestCase("cd -", "cd")]
    [TestCase("tar -cf - .", "tar -cf .")]
    [TestCase("echo $?", "echo $")]
    [TestCase(":q!", ":q")]
    [TestCase("git config x \"\"", "git config x")]
    [TestCase("--wait", "--no-wait")]
    [TestCase("sleep 1.5", "sleep 15")]
    [TestCase("a:b", "a b")]
    public void Operators_signs_and_short_options_do(string one, string other) =>
        Assert.That(KeyOf(one), Is.Not.EqualTo(KeyOf(other)));

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
