using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Host;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts;

[TestFixture]
public sealed class DataFolderTests
{
    private string _folder = null!;

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("ocp-folder-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_second_opener_is_refused_and_told_who_has_the_folder()
    {
        using var owner = DataFolder.Open(_folder, TimeProvider.System);
        owner.Publish("http://127.0.0.1:5555");

        var refused = Assert.Throws<StartupException>(() => DataFolder.Open(_folder, TimeProvider.System));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.ExitCode, Is.EqualTo(StartupException.InUse));
            Assert.That(refused.Why, Does.Contain($"{Environment.ProcessId}").And.Contain("http://127.0.0.1:5555"));
            Assert.That(DataFolder.FindOwner(_folder), Is.EqualTo(new DataFolderOwner(Environment.ProcessId, "http://127.0.0.1:5555", DataFolder.FindOwner(_folder)!.StartedAt)));
        }
    }

    [Test]
    public void What_a_dead_owner_left_behind_does_not_count()
    {
        using (DataFolder.Open(_folder, TimeProvider.System))
            File.Copy(Path.Combine(_folder, "ocp.owner.json"), Path.Combine(_folder, "kept"));
        File.Move(Path.Combine(_folder, "kept"), Path.Combine(_folder, "ocp.owner.json"));

        Assert.That(DataFolder.FindOwner(_folder), Is.Null);
        using var next = DataFolder.Open(_folder, TimeProvider.System);
        Assert.That(DataFolder.FindOwner(_folder)!.Pid, Is.EqualTo(Environment.ProcessId));
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_a_configuration_error()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        var refused = Assert.Throws<StartupException>(() => DataFolder.Open(Path.Combine(file, "below"), TimeProvider.System));
        Assert.That(refused!.ExitCode, Is.EqualTo(StartupException.Configuration));
    }

    [Test]
    public void The_folder_is_the_one_named_first()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Resolve(("OCP_DATA", "/a"), ("STATE_DIRECTORY", "/b"), ("XDG_STATE_HOME", "/c")), Is.EqualTo(Path.GetFullPath("/a")));
            Assert.That(Resolve(("STATE_DIRECTORY", "/b:/d"), ("XDG_STATE_HOME", "/c")), Is.EqualTo(Path.GetFullPath("/b")));
        }
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void Without_a_name_it_is_the_platforms_place_for_state()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Resolve(("XDG_STATE_HOME", "/c")), Is.EqualTo("/c/ocp"));
            Assert.That(Resolve(), Does.EndWith("/.local/state/ocp"));
        }
    }

    [TestCase("Sqlite:QueueLength", "0")]
    [TestCase("Sqlite:Readers", "many")]
    [TestCase("Regression:WindowHours", "0")]
    public void A_setting_that_cannot_be_meant_stops_the_start(string name, string value)
    {
        var refused = Assert.Throws<StartupException>(() => StoreSettings.Read(Configuration((name, value))));
        Assert.That(refused!.ExitCode, Is.EqualTo(StartupException.Configuration));
        Assert.That(refused.Why, Does.Contain(name));
    }

    private static string Resolve(params (string, string)[] settings) => DataFolder.Resolve(Configuration(settings));

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
}
