using System.Diagnostics;
using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Api.FunctionalTests.Terminal;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Api.FunctionalTests.Deployment;

/// <summary>The steps of the Dockerfile in a clean folder, and what they make as a container would start it.</summary>
public sealed class ImageTests
{
    // A build from nothing, on a machine that does other work.
    private static readonly TimeSpan Building = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(30);

    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public async Task Build()
    {
        if (OperatingSystem.IsWindows())
            Unavailable.Because("docker/steps.sh needs bash and the tools of Linux.");
        _folder = new TemporaryFolder();
        var built = await RunAsync("bash", [Path.Combine(Checkout.Root, "docker", "steps.sh"), _folder.File("built")], [], Building);
        Assert.That(built.ExitCode, Is.Zero, built.Output + built.Error);
    }

    [OneTimeTearDown]
    public void Remove() => _folder?.Dispose();

    [Test]
    public void It_holds_the_program_its_model_and_the_notices_and_nothing_of_the_tests()
    {
        var app = Path.Combine(_folder.File("built"), "image", "app");

        Assert.That(File.Exists(Path.Combine(app, "THIRD-PARTY-NOTICES.md")));
        Assert.That(Directory.EnumerateFiles(Path.Combine(app, "models"), "*.onnx", SearchOption.AllDirectories), Is.Not.Empty);
        Assert.That(Directory.EnumerateFiles(app, "*ests*", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task It_starts_remembers_recalls_is_healthy_and_stops()
    {
        var variables = Variables();
        using var process = Start(Words("image.entrypoint"), variables);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await AddressAsync(variables["OCP_DATA"], process)) };
            Assert.That((await client.GetReplyAsync("/health/live")).Status, Is.EqualTo(HttpStatusCode.OK));

            var stored = await client.PostAsync("/api/remember", new { key = "issue:disk full on web-2", content = "journalctl --vacuum-size=200M; that fixed it", agent = "a" });
            var found = await client.GetReplyAsync("/api/recall?key=issue:disk%20full%20on%20web-7");

            Assert.That(stored.Status, Is.EqualTo(HttpStatusCode.Created), stored.Text);
            Assert.That((string?)found.Json["verdict"], Is.EqualTo("proven"), found.Text);
            var asked = await RunAsync(Words("image.health")[0], Words("image.health")[1..], variables, Ending);
            Assert.That(asked.ExitCode, Is.Zero, asked.Output + asked.Error);
        }
        finally
        {
            await StopAsync(process);
        }

        Assert.That(process.ExitCode, Is.Zero);
    }

    private string[] Words(string file) => File.ReadAllLines(Path.Combine(_folder.File("built"), file));

    // As the Dockerfile sets them; but for the port, which would not be free, and the mode, because a test run has addresses of stores.
    private Dictionary<string, string> Variables()
    {
        var variables = Words("image.env").Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        variables["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        variables["Stores__Mode"] = "embedded";
        return variables;
    }

    private static Process Start(string[] words, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<string> AddressAsync(string folder, Process process)
    {
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var tries = 0; tries < 300 && !process.HasExited; tries++)
        {
            if (Infrastructure.InfrastructureServices.FindDataFolderOwner(folder)?.Url is { } url)
                return url;
            await Task.Delay(100);
        }

        throw new InvalidOperationException("The program did not become ready.");
    }

    // As an engine does it.
    private static async Task StopAsync(Process process)
    {
        try
        {
            await RunAsync("sh", ["-c", $"kill -TERM {process.Id}"], [], Ending);
            await process.WaitForExitAsync().WaitAsync(Ending);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<OcpResult> RunAsync(string program, string[] args, Dictionary<string, string> variables, TimeSpan limit)
    {
        using var process = Start([program, .. args], variables);
        try
        {
            using var deadline = new CancellationTokenSource(limit);
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new OcpResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
