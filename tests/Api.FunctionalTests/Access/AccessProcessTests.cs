using ObsControlPlane.Api.FunctionalTests.Terminal;

namespace ObsControlPlane.Api.FunctionalTests.Access;

/// <summary>The program as a process: what it refuses to start as, and how its terminal gets in.</summary>
public sealed class AccessProcessTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new TemporaryFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("http://0.0.0.0:0")]
    [TestCase("http://*:0")]
    [TestCase("http://127.0.0.1:0;http://[::]:0")]
    public async Task Without_a_key_it_does_not_start_where_others_reach_it_and_says_what_to_do(string urls)
    {
        var ended = await OcpProcess.RunAsync(_folder.File("data"), "serve", "--urls", urls);

        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.Error);
        Assert.That(ended.Error, Does.Contain("there is no key").And.Contain("OCP_ADMIN_KEY").And.Contain("ocp keys create"));
    }

    [TestCase("ocp_short")]
    [TestCase("0123456789012345678901234567890123456789")]
    [TestCase("ocp_0123456789012345678901234567890123456.89")]
    public async Task A_first_key_that_cannot_be_one_stops_the_start_and_is_not_told(string given)
    {
        var ended = await OcpProcess.RunAsync(_folder.File("data"), "serve", "--urls", "http://127.0.0.1:0", "--OCP_ADMIN_KEY", given);

        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.Error);
        Assert.That(ended.Error + ended.Output, Does.Contain("OCP_ADMIN_KEY holds no key").And.Not.Contain(given));
    }

    [Test]
    public async Task The_owners_secret_is_for_its_user_alone_and_new_at_each_start()
    {
        var data = _folder.File("data");
        var secrets = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await using var server = await OcpServer.StartAsync(data);
            var file = Path.Combine(data, "ocp.secret");
            // The server is killed: the next one is to be found by what it says itself.
            File.Delete(Path.Combine(data, "ocp.owner.json"));
            secrets.Add(await File.ReadAllTextAsync(file));
            if (!OperatingSystem.IsWindows())
                Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        Assert.That(secrets, Is.Unique.And.All.Matches("^ocp_[A-Za-z0-9_-]{43}$"));
    }

    [Test]
    public async Task The_terminal_of_the_folder_is_never_locked_out_and_another_needs_a_key()
    {
        var data = _folder.File("data");
        await using var server = await OcpServer.StartAsync(data);
        var made = await OcpProcess.RunAsync(data, "keys", "create", "reader", "--scope", "read", "--json");
        var (id, secret) = (made.Json.GetProperty("key").GetProperty("id").GetString()!, made.Json.GetProperty("secret").GetString()!);
        var elsewhere = _folder.File("elsewhere");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await OcpProcess.RunAsync(data, "stats")).ExitCode, Is.Zero);
            Assert.That((await OcpProcess.RunAsync(data, "keys", "list")).Output, Does.Contain("reader").And.Contain("active"));
            var without = await OcpProcess.RunAsync(elsewhere, "stats", "--server", server.Url);
            Assert.That(without.ExitCode, Is.EqualTo(1));
            Assert.That(without.Error, Does.Contain("OCP_KEY"));
            Assert.That((await OcpProcess.RunAsync(elsewhere, "stats", "--server", server.Url, "--key", secret)).ExitCode, Is.Zero);
            var forbidden = await OcpProcess.RunAsync(elsewhere, "remember", "k", "c", "--server", server.Url, "--key", secret);
            Assert.That(forbidden.Error, Does.Contain("scope 'write'"));
            Assert.That((await OcpProcess.RunAsync(data, "keys", "revoke", id)).ExitCode, Is.Zero);
            Assert.That((await OcpProcess.RunAsync(elsewhere, "stats", "--server", server.Url, "--key", secret)).ExitCode, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_key_can_be_made_before_the_first_start_and_then_it_may_listen_anywhere()
    {
        var data = _folder.File("data");
        var made = await OcpProcess.RunAsync(data, "keys", "create", "root", "--scope", "admin");
        Assert.That(made.ExitCode, Is.Zero, made.Error);
        await using var server = await OcpServer.StartAsync(data, "http://0.0.0.0:0");

        Assert.That((await OcpProcess.RunAsync(_folder.File("elsewhere"), "stats", "--server", server.Url, "--key", made.LastLine)).ExitCode, Is.Zero);
        Assert.That((await OcpProcess.RunAsync(_folder.File("elsewhere"), "stats", "--server", server.Url)).ExitCode, Is.EqualTo(1));
    }
}
