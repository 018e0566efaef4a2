using System.Text;
using ObsControlPlane.Api.Terminal;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Importing;

namespace ObsControlPlane.Api.FunctionalTests.Terminal;

public sealed class CommandLineTests
{
    [TestCase("", true)]
    [TestCase("serve", true)]
    [TestCase("serve --urls http://localhost:6000", true)]
    [TestCase("--urls http://localhost:6000", true)]
    [TestCase("--data /srv/ocp", true)]
    [TestCase("--environment=Development", true)]
    [TestCase("serve --help", false)]
    [TestCase("--help", false)]
    [TestCase("--version", false)]
    [TestCase("stats", false)]
    [TestCase("--data /srv/ocp stats", false)]
    [TestCase("rember x", false)]
    public void Without_a_verb_it_serves(string line, bool serves)
    {
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(CommandLine.IsServe(args, CommandLine.Parse(args)), Is.EqualTo(serves));
    }

    [Test]
    public void The_server_gets_settings_under_their_own_names() =>
        Assert.That(ServeArguments.From(["serve", "--data", "/srv", "--urls=x", "--data=/y"]), Is.EqualTo(new[] { "--OCP_DATA", "/srv", "--urls=x", "--OCP_DATA=/y" }));

    [TestCase("http://localhost:5555", "http://localhost:5555/")]
    [TestCase("http://0.0.0.0:5555", "http://127.0.0.1:5555/")]
    [TestCase("http://[::]:5555/", "http://localhost:5555/")]
    [TestCase("http://+:80", "http://localhost/")]
    [TestCase("http://*:8080", "http://localhost:8080/")]
    [TestCase("https://ops.example/ocp", "https://ops.example/ocp/")]
    public void An_address_that_means_everywhere_is_asked_on_the_loopback(string address, string expected) =>
        Assert.That(ServerAddress.Parse(address).ToString(), Is.EqualTo(expected));

    [TestCase("localhost")]
    [TestCase("ftp://localhost")]
    [TestCase("")]
    public void Any_other_address_is_a_wrong_setting(string address) =>
        Assert.That(() => ServerAddress.Parse(address), Throws.TypeOf<TerminalFailure>().With.Property("ExitCode").EqualTo(2));

    [TestCase("""{"type":"fix","fix":{}}""", 1)]
    [TestCase("""{"type":"erased","id":"x"}""", 1)]
    [TestCase("""{"type":"incident","issue":"a","solution":"b"}""", 0)]
    [TestCase("""{"type":"fix","issue":"a","solution":"b"}""", 0)]
    [TestCase("""{"issue":"a","solution":"b","type":"fix"}""", 0)]
    [TestCase("""{"type":"fix","fix":""", 0)]
    [TestCase("[]", 0)]
    [TestCase("no JSON", 0)]
    public void A_line_of_an_export_is_told_by_its_tag(string line, int kind) =>
        Assert.That((int)LineKinds.Of(Encoding.UTF8.GetBytes(line)), Is.EqualTo(kind));
}
