using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Neo4j;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>How the address and the credentials are read.</summary>
[TestFixture]
public sealed class Neo4jSettingsTests
{
    [TestCase("http://graph:7474", "http://graph:7474/", null)]
    [TestCase("http://graph:8080/db?x", "http://graph:8080/", null)]
    [TestCase("https://graph", "https://graph/", null)]
    [TestCase("bolt://graph:7687", "http://graph:7474/", "bolt://graph:7687")]
    [TestCase("bolt://graph", "http://graph:7474/", "bolt://graph")]
    [TestCase("neo4j://graph:7687", "http://graph:7474/", "neo4j://graph:7687")]
    [TestCase("bolt+s://graph:7687", "https://graph:7473/", "bolt+s://graph:7687")]
    [TestCase("neo4j+s://graph.example", "https://graph.example/", "neo4j+s://graph.example")]
    [TestCase("bolt://[::1]:7687", "http://[::1]:7474/", "bolt://[::1]:7687")]
    public void An_address_becomes_that_of_the_HTTP_interface(string given, string address, string? translated)
    {
        var settings = Read(("NEO4J_URI", given), ("NEO4J_PASSWORD", "p"));

        Assert.That((settings.Address.AbsoluteUri, settings.TranslatedFrom), Is.EqualTo((address, translated)));
    }

    [TestCase("graph")]
    [TestCase("ftp://graph")]
    [TestCase("http://neo4j:secret@graph:7474")]
    [TestCase("bolt+ssc://graph:7687")]
    public void An_address_that_cannot_be_meant_stops_the_start_and_is_not_repeated_with_a_password(string given)
    {
        var refused = Assert.Throws<StartupException>(() => Read(("NEO4J_URI", given), ("NEO4J_PASSWORD", "p")))!;

        Assert.That((refused.ExitCode, refused.Message.Contains("secret", StringComparison.Ordinal)), Is.EqualTo((StartupException.Configuration, false)));
    }

    [Test]
    public void Every_missing_name_is_said_at_once() =>
        Assert.That(() => Read(), Throws.InstanceOf<StartupException>().With.Message.Contains("NEO4J_URI").And.Message.Contains("NEO4J_PASSWORD"));

    [Test]
    public void A_password_comes_from_the_file_that_is_named()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, " with blanks \n");
            Assert.That(Read(("Stores:Neo4jUri", "http://graph:7474"), ("NEO4J_PASSWORD_FILE", file)).Password, Is.EqualTo(" with blanks "));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.That(() => Read(("Stores:Graph:Uri", "http://graph:7474"), ("NEO4J_PASSWORD_FILE", file)), Throws.InstanceOf<StartupException>());
    }

    [TestCase("Neo4j:Connections", "0")]
    [TestCase("Neo4j:ReadMilliseconds", "soon")]
    public void A_number_out_of_its_range_stops_the_start(string name, string value) => Assert.That(
        () => Read(("NEO4J_URI", "http://graph:7474"), ("NEO4J_PASSWORD", "p"), (name, value)), Throws.InstanceOf<StartupException>().With.Message.Contains(name));

    private static Neo4jSettings Read(params (string Name, string Value)[] settings) => Neo4jSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build());
}
