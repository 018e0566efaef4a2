using System.Text.Json;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Domain.UnitTests.Issues;

/// <summary>The masking on collected real data, where that lies beside the checkout.</summary>
[TestFixture]
internal sealed class SharedMessyDataTests
{
    private string _folder = "";

    [OneTimeSetUp]
    public void Find_the_data() => _folder = SharedData.Require("messy");

    [TestCase("stack_traces.jsonl")]
    [TestCase("fuzz_strings.jsonl")]
    [TestCase("alertmanager_webhooks.jsonl")]
    [TestCase("alert_payloads.jsonl")]
    [TestCase("awesome_prometheus_alerts.jsonl")]
    [TestCase("k8s_fault_prompts.jsonl")]
    [TestCase("otlp_examples.jsonl")]
    [TestCase("unmatched_queries.jsonl")]
    public void Every_text_is_masked_once_and_for_all(string file)
    {
        var texts = Lines(file).SelectMany(line => Strings(line).Append(line.GetRawText())).Where(text => !string.IsNullOrWhiteSpace(text)).ToList();

        Assert.That(texts, Is.Not.Empty);
        Assert.That(texts.Where(text => IssueMasking.Mask(text) is var masked && (masked.Length == 0 || IssueMasking.Mask(masked) != masked)), Is.Empty);
    }

    [Test]
    public void Every_naughty_string_is_masked_once_and_for_all()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "naughty_strings.json")));
        var texts = Strings(document.RootElement).Where(text => !string.IsNullOrWhiteSpace(text)).ToList();

        Assert.That(texts, Has.Count.GreaterThan(400));
        Assert.That(texts.Where(text => IssueMasking.Mask(text) is var masked && (masked.Length == 0 || IssueMasking.Mask(masked) != masked)), Is.Empty);
    }

    [Test]
    public void Alerts_of_another_name_are_another_issue_and_of_another_pod_the_same()
    {
        var alerts = Lines("alertmanager_webhooks.jsonl").SelectMany(body => body.GetProperty("alerts").EnumerateArray())
            .Select(alert => alert.GetProperty("labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!))
            .ToList();
        var byName = alerts.GroupBy(labels => labels["alertname"], labels => Issue.FromLabels(labels).Fingerprint).ToList();

        Assert.That(byName, Has.Count.GreaterThan(100));
        Assert.That(byName.SelectMany(group => group.Distinct()).GroupBy(fingerprint => fingerprint).Where(same => same.Count() > 1), Is.Empty);
        foreach (var labels in alerts)
        {
            var elsewhere = new Dictionary<string, string>(labels) { ["pod"] = "api-6c5d8b7f9-k4q7z", ["instance"] = "10.1.2.3:9100", ["severity"] = "page" };
            Assert.That(Issue.FromLabels(elsewhere).Fingerprint, Is.EqualTo(Issue.FromLabels(labels).Fingerprint), labels["alertname"]);
        }
    }

    [Test]
    public void Alert_rules_that_differ_in_more_than_numbers_are_another_issue()
    {
        var byFingerprint = Lines("awesome_prometheus_alerts.jsonl").Select(rule => rule.GetProperty("name").GetString()!)
            .GroupBy(name => Issue.FromText(name).Fingerprint, WithoutDigits)
            .ToList();

        Assert.That(byFingerprint, Has.Count.GreaterThan(1000));
        Assert.That(byFingerprint.Where(names => names.Distinct().Count() > 1).SelectMany(names => names), Is.Empty);
    }

    private IEnumerable<JsonElement> Lines(string file) =>
        File.ReadLines(Path.Combine(_folder, file)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);

    private static string WithoutDigits(string name) => string.Concat(name.ToLowerInvariant().Where(c => !char.IsDigit(c) && c != ' '));

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        _ => [],
    };
}
