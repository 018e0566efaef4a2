using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure;
using ObsControlPlane.Infrastructure.Host;

namespace ObsControlPlane.Contracts;

[TestFixture]
public sealed class StoreModeTests
{
    private static readonly string[] Complete = ["DATABASE_URL=postgresql://db/x", "NEO4J_URI=bolt://graph:7687", "NEO4J_PASSWORD=secret"];

    [Test]
    public void Without_any_server_it_is_the_data_folder() => Assert.That(Read(), Is.EqualTo(StoreMode.Embedded));

    [Test]
    public void A_password_alone_names_no_server() => Assert.That(Read("NEO4J_PASSWORD=secret"), Is.EqualTo(StoreMode.Embedded));

    [TestCase("auto")]
    [TestCase("servers")]
    [TestCase("SERVERS")]
    public void All_that_servers_need_chooses_servers(string mode) => Assert.That(Read([.. Complete, $"Stores:Mode={mode}"]), Is.EqualTo(StoreMode.Servers));

    [Test]
    public void Every_name_may_be_given_in_another_form() => Assert.That(
        Read("Stores:Memory:ConnectionString=Host=db;Database=x", "Stores:Graph:Uri=http://graph:7474", "NEO4J_PASSWORD_FILE=/run/secrets/graph"), Is.EqualTo(StoreMode.Servers));

    [Test]
    public void Addresses_in_the_environment_do_not_turn_an_embedded_run_into_another() =>
        Assert.That(Read([.. Complete, "Stores:Mode=embedded"]), Is.EqualTo(StoreMode.Embedded));

    [TestCase("DATABASE_URL=postgresql://db/x", "NEO4J_URI, NEO4J_PASSWORD")]
    [TestCase("NEO4J_URI=bolt://graph:7687", "DATABASE_URL, NEO4J_PASSWORD")]
    [TestCase("Stores:Mode=servers", "DATABASE_URL, NEO4J_URI, NEO4J_PASSWORD")]
    public void An_incomplete_choice_stops_the_start_and_lists_all_that_is_missing(string given, string missing)
    {
        var refused = Assert.Throws<StartupException>(() => Read(given));
        Assert.That(refused!.ExitCode, Is.EqualTo(StartupException.Configuration));
        Assert.That(refused.Why, Does.Contain(given.Split('=')[0]).And.Contain($"{missing} "));
    }

    [Test]
    public void Two_names_of_one_address_must_say_the_same()
    {
        string[] names = ["DATABASE_URL", "Stores:DatabaseUrl"];
        var refused = Assert.Throws<StartupException>(() => Configuration("DATABASE_URL=postgresql://db/x", "Stores:DatabaseUrl=postgresql://db/y").OneOf(names));
        Assert.That((refused!.ExitCode, refused.Why), Is.EqualTo((StartupException.Configuration, "DATABASE_URL and Stores:DatabaseUrl are both set and differ.")));
        Assert.That(refused.Message, Does.Not.Contain("postgresql:"), "an address may hold a password");
        Assert.That(Configuration("DATABASE_URL=postgresql://db/x", "Stores:DatabaseUrl= postgresql://db/x ").OneOf(names), Is.EqualTo(("DATABASE_URL", "postgresql://db/x")));
        Assert.That(Configuration().OneOf(names), Is.Null);
    }

    [Test]
    public void An_unknown_mode_stops_the_start()
    {
        var refused = Assert.Throws<StartupException>(() => Read("Stores:Mode=sqlite"));
        Assert.That((refused!.ExitCode, refused.Why), Is.EqualTo((StartupException.Configuration, "Stores:Mode is 'sqlite'.")));
    }

    private static StoreMode Read(params string[] settings) => StoreModes.Read(Configuration(settings));

    private static IConfiguration Configuration(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build();
}
