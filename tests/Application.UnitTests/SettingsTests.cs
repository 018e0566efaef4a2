using Microsoft.Extensions.Options;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.UnitTests;

public sealed class SettingsTests
{
    [Test]
    public void Settings_are_read_from_their_sections()
    {
        using var host = new TestHost(new Dictionary<string, string?>
        {
            ["Recall:Threshold"] = "0.5", ["Recall:StandingWeight"] = "0.05", ["Outcomes:HalfLifeDays"] = "30",
            ["Health:DiskDegradedPercent"] = "70", ["Import:InFlight"] = "8",
        });
        Assert.Multiple(() =>
        {
            Assert.That((host.Get<RecallSettings>().Threshold, host.Get<RecallSettings>().StandingWeight), Is.EqualTo((.5, .05)));
            Assert.That(host.Get<OutcomeSettings>().HalfLifeDays, Is.EqualTo(30));
            Assert.That(host.Get<HealthSettings>().DiskDegradedPercent, Is.EqualTo(70));
            Assert.That(host.Get<ImportSettings>().InFlight, Is.EqualTo(8));
        });
    }

    [TestCase("Recall:StandingWeight", "0.11")]
    [TestCase("Recall:StandingWeight", "-0.01")]
    [TestCase("Recall:Threshold", "1.01")]
    [TestCase("Recall:Depth", "0")]
    [TestCase("Recall:Depth", "401")]
    [TestCase("Recall:BudgetMilliseconds", "10001")]
    [TestCase("Outcomes:ReportedWeight", "0")]
    [TestCase("Outcomes:VerifiedWeight", "1.1")]
    [TestCase("Outcomes:HalfLifeDays", "0")]
    [TestCase("Health:DiskDegradedPercent", "98")]
    [TestCase("Health:MemoryUnhealthyPercent", "101")]
    [TestCase("Import:InFlight", "0")]
    [TestCase("Import:InFlight", "10001")]
    public void A_setting_out_of_range_stops_the_start(string name, string value)
    {
        using var host = new TestHost(new Dictionary<string, string?> { [name] = value });
        Assert.That(() => host.Get<IStartupValidator>().Validate(), Throws.InstanceOf<OptionsValidationException>());
    }

    [Test]
    public void The_defaults_are_within_their_ranges()
    {
        using var host = new TestHost();
        Assert.That(() => host.Get<IStartupValidator>().Validate(), Throws.Nothing);
    }
}
