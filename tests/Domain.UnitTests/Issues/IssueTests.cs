using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.UnitTests.Issues;

[TestFixture]
internal sealed class IssueTests
{
    private static readonly Dictionary<string, string> Alert = new()
    {
        ["alertname"] = "KubePodCrashLooping",
        ["namespace"] = "payments",
        ["container"] = "checkout",
        ["severity"] = "warning",
        ["pod"] = "checkout-7d4b9c6f5-x2x9k",
        ["instance"] = "10.0.0.1:9100",
    };

    [Test]
    public void The_text_stays_as_it_was_said()
    {
        var issue = Issue.FromText("  Disk FULL\n on web-2 ");

        Assert.That(issue.Text, Is.EqualTo("  Disk FULL\n on web-2 "));
        Assert.That(issue.Masked, Is.EqualTo("disk full on web-<*>"));
        Assert.That(issue.Fingerprint, Is.EqualTo(Fingerprint.OfMasked(issue.Masked)));
    }

    [TestCase("Disk full", "Disk full")]
    [TestCase("\n \r\n  Disk full  \nmore", "Disk full")]
    [TestCase("Disk full\r\nmore", "Disk full")]
    public void The_title_is_the_first_line_that_says_something(string text, string title) =>
        Assert.That(Issue.FromText(text).Title, Is.EqualTo(title));

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \n\t")]
    public void A_blank_text_is_no_issue(string? text) =>
        Assert.That(() => Issue.FromText(text!), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void An_alert_is_its_name_and_its_stable_labels_in_order()
    {
        var issue = Issue.FromLabels(Alert);

        Assert.That(issue.Text, Is.EqualTo("KubePodCrashLooping\ncontainer: checkout\nnamespace: payments"));
        Assert.That(issue.Title, Is.EqualTo("KubePodCrashLooping"));
        Assert.That(Issue.FromText(issue.Text).Fingerprint, Is.EqualTo(issue.Fingerprint));
    }

    [TestCase("severity", "critical")]
    [TestCase("pod", "checkout-6c5d8b7f9-k4q7z")]
    [TestCase("instance", "10.9.8.7:9100")]
    [TestCase("replica", "b")]
    [TestCase("prometheus", "monitoring/k8s")]
    [TestCase("endpoint", "http-metrics")]
    [TestCase("node", "ip-10-0-0-7")]
    [TestCase("Hostname", "db-3")]
    [TestCase("uid", "550e8400-e29b-41d4-a716-446655440000")]
    [TestCase("container_id", "docker://abc")]
    [TestCase("pod-template-hash", "7d4b9c6f5")]
    [TestCase("cluster", "prod-us2")]
    [TestCase("__name__", "up")]
    public void A_label_that_says_where_or_how_badly_does_not_count(string name, string value) =>
        Assert.That(Issue.FromLabels(With(name, value)).Fingerprint, Is.EqualTo(Issue.FromLabels(Alert).Fingerprint));

    [TestCase("alertname", "KubePodNotReady")]
    [TestCase("namespace", "search")]
    [TestCase("container", "sidecar")]
    [TestCase("job", "kube-state-metrics")]
    [TestCase("service", "cart")]
    [TestCase("reason", "OOMKilled")]
    [TestCase("code", "503")]
    [TestCase("mountpoint", "/var")]
    public void A_label_that_says_what_counts(string name, string value) =>
        Assert.That(Issue.FromLabels(With(name, value)).Fingerprint, Is.Not.EqualTo(Issue.FromLabels(Alert).Fingerprint));

    [Test]
    public void Stable_labels_are_masked_like_any_text() =>
        Assert.That(
            Issue.FromLabels(With("persistentvolumeclaim", "data-kafka-0")).Fingerprint,
            Is.EqualTo(Issue.FromLabels(With("persistentvolumeclaim", "data-kafka-2")).Fingerprint));

    [Test]
    public void The_order_in_which_labels_come_does_not_count() =>
        Assert.That(
            Issue.FromLabels(Alert.Reverse().ToDictionary()).Fingerprint,
            Is.EqualTo(Issue.FromLabels(Alert).Fingerprint));

    [Test]
    public void An_alert_that_has_only_a_place_is_told_by_its_place() =>
        Assert.That(
            Issue.FromLabels(new Dictionary<string, string> { ["host"] = "checkout" }).Fingerprint,
            Is.Not.EqualTo(Issue.FromLabels(new Dictionary<string, string> { ["host"] = "payment" }).Fingerprint));

    [TestCase("", "")]
    [TestCase("alertname", " ")]
    public void An_alert_without_any_label_is_refused(string name, string value) =>
        Assert.That(
            () => Issue.FromLabels(name.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { [name] = value }),
            Throws.ArgumentException);

    private static Dictionary<string, string> With(string name, string value) => new(Alert) { [name] = value };
}
