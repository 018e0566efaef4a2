using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Domain.UnitTests.Recall;

public sealed class SolutionKeyTests
{
    [TestCase("restart nginx", "Restart  nginx!")]
    [TestCase("restart nginx", " restart \tnginx.\r\n")]
    [TestCase("Перезапустить под", "перезапустить под…")]
    [TestCase("Scale up to 3 replicas.", "scale  up to 3 replicas")]
    [TestCase("重启 服务。", "重启 服务")]
    public void In_prose_the_first_letters_case_blanks_and_the_mark_at_the_end_make_no_difference(string one, string other) =>
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

    [TestCase("set memory limit to 500M", "set memory limit to 500m")]
    [TestCase(@"use grep \s+ERROR app.log", @"use grep \S+ERROR app.log")]
    [TestCase("date +%m", "date +%M")]
    [TestCase("sed -n 5p f", "sed -n 5P f")]
    [TestCase(@"run \dt in psql", @"run \dT in psql")]
    [TestCase("tar xf a.tar", "tar Xf a.tar")]
    [TestCase("tar xf backup", "tar Xf backup")]
    [TestCase("unset HTTP_PROXY", "unset http_proxy")]
    [TestCase("rm -rf /srv/Data", "rm -rf /srv/data")]
    [TestCase("kubectl apply --Force", "kubectl apply --force")]
    [TestCase("mv Logs logs", "mv logs Logs")]
    [TestCase("rename Data to data", "rename data to Data")]
    [TestCase("unset PATH", "unset path")]
    [TestCase("rm Makefile", "rm makefile")]
    [TestCase("kubectl delete pod Web", "kubectl delete pod web")]
    [TestCase("git checkout Main", "git checkout main")]
    [TestCase("Web", "web")]
    public void Case_within_does(string one, string other) => Assert.That(KeyOf(one), Is.Not.EqualTo(KeyOf(other)));

    [TestCase("rm -rf \"/srv/My Data\"", "rm -rf /srv/My Data")]
    [TestCase("find . -name '*.log' -delete", "find . -name *.log -delete")]
    [TestCase("echo `date`", "echo date")]
    [TestCase("run 'restart'", "run restart")]
    [TestCase("echo stop; reboot", "echo stop reboot")]
    [TestCase("echo stop.\nreboot", "echo stop\nreboot")]
    [TestCase("No, restart the primary", "No restart the primary")]
    [TestCase("Do not. Restart the primary", "Do not restart the primary")]
    [TestCase("Restart the primary?", "Restart the primary")]
    [TestCase("# stop first\nrm -rf cache", "# stop first rm -rf cache")]
    [TestCase("stop primary\nstart replica", "stop primary start replica")]
    [TestCase("apt remove docker-compose", "apt remove docker compose")]
    [TestCase("systemctl stop node-exporter", "systemctl stop node exporter")]
    [TestCase("stop primary — start replica", "stop primary start replica")]
    [TestCase("nginx.conf:\n- proxy_buffering on", "nginx.conf:\nproxy_buffering on")]
    [TestCase("spec:\n  paused: true", "spec:\npaused: true")]
    public void Quotes_marks_within_and_lines_do(string one, string other) => Assert.That(KeyOf(one), Is.Not.EqualTo(KeyOf(other)));

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
        Assert.That(KeyOf("restart nginx"), Is.EqualTo(KeyOf("Restart nginx.")).And.Not.Zero);

    [Test]
    public void What_helped_with_one_issue_is_not_what_helped_with_another() =>
        Assert.That(SolutionKey.Of(Issue.FromText("disk full").Fingerprint, "restart"), Is.Not.EqualTo(SolutionKey.Of(Issue.FromText("out of memory").Fingerprint, "restart")));

    private static ulong KeyOf(string solution) => SolutionKey.Of(Issue.FromText("disk full").Fingerprint, solution);
}
