using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Episodes;

public sealed class AlertReadingTests
{
    [TestCase("web-1:9100", "web-1")]
    [TestCase("10.0.0.5:9100", "10.0.0.5")]
    [TestCase("[2001:db8::7]:9100", "2001:db8::7")]
    [TestCase("[::1]", "::1")]
    [TestCase("2001:db8::7", "2001:db8::7")]
    [TestCase("https://shop.example/health", "https://shop.example/health")]
    [TestCase("web-1:http", "web-1:http")]
    [TestCase("web-1:", "web-1:")]
    [TestCase("web-1", "web-1")]
    [TestCase(":9100", ":9100")]
    public void A_host_loses_its_port_alone(string host, string bare) => Assert.That(AlertReading.WithoutPort(host), Is.EqualTo(bare));

    [Test]
    public void The_first_label_that_says_where_counts()
    {
        var labels = new Dictionary<string, string>
        {
            ["instance"] = "web-1:9100", ["node"] = "node-7", ["job"] = "node-exporter", ["app"] = "shop", ["cluster"] = "prod-eu1", ["env"] = " ", ["version"] = "9",
        };

        Assert.That(AlertReading.ScopeOf(labels), Is.EqualTo(new Scope("shop", "node-7", "prod-eu1")));
        Assert.That(AlertReading.ScopeOf(new Dictionary<string, string>()), Is.EqualTo(Scope.Everywhere));
    }

    [TestCase("A", " b ", "c", "A\nb\nc")]
    [TestCase("A", null, "", "A")]
    [TestCase(null, " ", null, null)]
    public void The_text_is_name_summary_and_description_one_a_line(string? name, string? summary, string? description, string? text) =>
        Assert.That(AlertReading.TextOf(name, summary, description), Is.EqualTo(text));

    [Test]
    public void A_long_text_is_cut_between_characters()
    {
        var cut = AlertReading.TextOf(new string('a', AlertReading.TextLength - 1) + "\U0001F525", null, null)!;

        Assert.That((cut.Length, cut[^1]), Is.EqualTo((AlertReading.TextLength - 1, 'a')));
    }
}
