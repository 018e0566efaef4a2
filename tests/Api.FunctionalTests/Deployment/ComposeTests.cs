using System.Globalization;
using System.Text.RegularExpressions;

namespace ObsControlPlane.Api.FunctionalTests.Deployment;

public sealed partial class ComposeTests
{
    private static readonly ComposeFile File = ComposeFile.Parse(Checkout.Read("docker/compose.yaml"));

    private static IEnumerable<string> Services => File.Services;

    private static IEnumerable<string> Images => Services.Select(service => (string)File.Of(service)["image"]!).Where(image => image != "obscontrolplane").Distinct();

    [Test]
    public void Up_alone_starts_the_servers_mode() => Assert.That(File.Default, Is.EquivalentTo(new[] { "api", "postgres", "neo4j" }));

    [Test]
    public void The_embedded_mode_is_one_service_of_its_profile()
    {
        Assert.That(File.List("embedded", "profiles"), Is.EqualTo(new[] { "embedded" }));
        Assert.That(File.Of("embedded")["depends_on"], Is.Null);
        Assert.That(File.Variable("embedded", "Stores__Mode"), Is.EqualTo("embedded"));
    }

    [TestCase("postgres")]
    [TestCase("neo4j")]
    public void The_api_starts_when_a_store_is_healthy(string store) =>
        Assert.That((string?)File.Of("api")["depends_on"]![store]!["condition"], Is.EqualTo("service_healthy"));

    [TestCaseSource(nameof(Services))]
    public void Every_service_has_a_health_check_that_can_fail(string service)
    {
        var check = File.Of(service)["healthcheck"]!.AsObject();

        Assert.That((string?)check["test"]![0], Is.EqualTo("CMD"));
        Assert.That((string?)check["test"]![1], Is.EqualTo(service switch { "postgres" => "pg_isready", "neo4j" => "wget", _ => "/app/ocp" }));
        Assert.That(Seconds((string)check["timeout"]!), Is.LessThanOrEqualTo(Seconds((string)check["interval"]!)));
        Assert.That(int.Parse((string)check["retries"]!, CultureInfo.InvariantCulture), Is.GreaterThan(1));
        Assert.That(check["start_period"], Is.Not.Null);
    }

    [TestCase("api", "5555")]
    [TestCase("embedded", "5555")]
    [TestCase("postgres", "5432")]
    [TestCase("neo4j", "7474 7687")]
    public void Ports_are_open_to_this_host_alone(string service, string ports) =>
        Assert.That(File.List(service, "ports"), Is.EquivalentTo(ports.Split(' ').Select(port => $"127.0.0.1:{port}:{port}")));

    [TestCaseSource(nameof(Images))]
    public void An_image_of_others_names_a_patch(string image) => Assert.That(image, Does.Match(@"^[a-z0-9/]+:\d+\.\d+\.\d+(-\w+)?$"));

    [Test]
    public void There_are_images_of_others() => Assert.That(Images.Count(), Is.EqualTo(2));

    [TestCase("api", "PGPASSWORD", "POSTGRES_PASSWORD")]
    [TestCase("api", "NEO4J_PASSWORD", "NEO4J_PASSWORD")]
    [TestCase("api", "OCP_ADMIN_KEY", "OCP_ADMIN_KEY")]
    [TestCase("embedded", "OCP_ADMIN_KEY", "OCP_ADMIN_KEY")]
    [TestCase("postgres", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD")]
    [TestCase("neo4j", "NEO4J_AUTH", "NEO4J_PASSWORD")]
    public void A_password_has_no_default(string service, string name, string variable) =>
        Assert.That(File.Variable(service, name), Does.Match($@"^(neo4j/)?\$\{{{variable}:\?set {variable} [^}}]+\}}$"));

    [Test]
    public void No_password_stands_in_the_file()
    {
        var secrets = Services.SelectMany(service => File.Of(service)["environment"]?.AsObject() ?? [])
            .Where(variable => Regex.IsMatch(variable.Key, "PASS|AUTH|SECRET|KEY", RegexOptions.IgnoreCase)).Select(variable => (string)variable.Value!);

        Assert.That(secrets, Has.Exactly(6).Items.And.All.Contain(":?"));
        Assert.That(File.Variable("api", "DATABASE_URL"), Does.Match("^postgresql://ocp@postgres:5432/ocp$"));
    }

    [TestCase("api")]
    [TestCase("embedded")]
    public void The_program_keeps_its_data_in_a_volume_and_writes_nowhere_else(string service)
    {
        Assert.That(File.List(service, "volumes"), Is.EqualTo(new[] { $"{service}-data:/data" }));
        Assert.That((string?)File.Of(service)["read_only"], Is.EqualTo("true"));
        Assert.That(File.List(service, "cap_drop"), Is.EqualTo(new[] { "ALL" }));
    }

    [Test]
    public void Every_volume_is_named_once_and_used() =>
        Assert.That(File.Volumes, Is.EquivalentTo(File.Root["volumes"]!.AsObject().Select(volume => volume.Key)));

    [Test]
    public void Requests_in_flight_may_end_before_the_program_is_killed() =>
        Assert.That(Seconds((string)File.Of("api")["stop_grace_period"]!), Is.GreaterThan(10));

    private static int Seconds(string text) => int.Parse(SecondsOnly().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d+)s$")]
    private static partial Regex SecondsOnly();
}
