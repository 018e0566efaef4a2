using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ObsControlPlane.Browser.Tests;

/// <summary>What somebody does in the first five minutes, in both themes, on a desk and on a telephone.</summary>
[TestFixture(ColorScheme.Light, 1280)]
[TestFixture(ColorScheme.Dark, 1280)]
[TestFixture(ColorScheme.Light, 360)]
[TestFixture(ColorScheme.Dark, 360)]
public sealed class FirstMinutesTests(ColorScheme theme, int width)
{
    private const int MostBytes = 60 * 1024;
    private const int MostRequests = 8;

    private static readonly string[] Paths = ["/", "/agents", "/agents/disk-janitor", "/memory?q=disk+almost+full+on+%2Fvar+of+a+web+server", "/fixes", "/alerts", "/status", "/connect", "/problems"];

    private RunningProgram _program = null!;
    private Look _look = null!;

    private IPage Page => _look.Page;

    [OneTimeSetUp]
    public async Task Start()
    {
        _program = await RunningProgram.StartAsync();
        _look = await Look.OpenAsync(_program.Address, theme, width);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_look is not null)
            await _look.DisposeAsync();
        if (_program is not null)
            await _program.DisposeAsync();
    }

    [Test, Order(1)]
    public async Task It_comes_at_once_and_teaches()
    {
        var (requests, bytes) = await _look.VisitAsync("/");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Nothing has been remembered yet");
        await Expect(Page.GetByText("ocp demo")).ToBeVisibleAsync();
        await _look.ShootAsync("empty");

        Assert.That(requests, Is.InRange(2, MostRequests));
        Assert.That(bytes, Is.LessThanOrEqualTo(MostBytes));
    }

    [Test, Order(2)]
    public async Task An_issue_like_a_known_one_finds_what_worked()
    {
        await _program.RunAsync("demo");
        await _look.VisitAsync("/");
        await Page.Keyboard.PressAsync("/");
        await Page.Keyboard.TypeAsync("disk almost full on /var of a web server");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByText("There is a fix that has proven itself.")).ToBeVisibleAsync();
        await Expect(Page.Locator(".card.proven").First).ToBeVisibleAsync();
        await _look.ShootAsync("found");

        await Page.Locator(".card.proven").First.GetByText("Why this?").ClickAsync();
        await Expect(Page.Locator(".signals").First).ToBeVisibleAsync();
    }

    [Test, Order(3)]
    public async Task A_fix_that_fails_drops_to_those_to_avoid()
    {
        var told = await _program.PostAsync("/api/fixes", new { issue = "certificate of the edge proxy expired", solution = "restart the proxy", success = true });
        var id = (string)(await told.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        await _look.VisitAsync($"/fixes/{id}");
        await Expect(Page.Locator(".card.proven")).ToBeVisibleAsync();
        foreach (var server in (string[])["edge-1", "edge-2", "edge-3"])
            await _program.PostAsync($"/api/fixes/{id}/outcomes", new { outcome = "failed", evidence = new { kind = "verified" }, scope = new { server } });
        await Page.GetByRole(AriaRole.Button, new() { Name = "It failed" }).ClickAsync();

        await Expect(Page.Locator(".card.avoid")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await _look.ShootAsync("avoid");
        var issue = await _program.Client.GetFromJsonAsync<JsonObject>($"/api/fixes/{id}");
        await _look.VisitAsync($"/issues/{Uri.EscapeDataString((string)issue!["fingerprint"]!)}");
        await Expect(Page.GetByText("What failed: do not try it blindly")).ToBeVisibleAsync();
    }

    [Test, Order(4)]
    public async Task An_agent_appears_without_reload_and_falls_late()
    {
        await _look.VisitAsync("/agents");
        await Expect(Page.GetByText("No agent has registered yet.")).ToBeVisibleAsync();
        await _program.PostAsync("/api/register-agent", new { name = "disk-janitor", server = "web-2", interval_seconds = 2 });
        await _program.PostAsync("/api/telemetry-report", new { agent = "disk-janitor", server = "web-2", metrics = new[] { new { name = "system.filesystem.utilization", value = .91, unit = "1" } } });
        await Expect(Page.GetByText("disk-janitor")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(Page.Locator(".state.good")).ToBeVisibleAsync();
        await _look.ShootAsync("agent");
        await Expect(Page.Locator(".state.warn, .state.bad").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Test, Order(5)]
    public async Task A_test_alert_fires_on_the_first_page_and_is_gone_when_it_resolves()
    {
        await _look.VisitAsync("/alerts");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send a test alert" }).ClickAsync();
        await Expect(Page.GetByText("1 began")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await _look.VisitAsync("/");
        await Expect(Page.GetByText("Happening now")).ToBeVisibleAsync();
        await Page.GetByText("I am on it").First.ClickAsync();
        await Expect(Page.Locator(".state.warn", new() { HasText = "acknowledged" })).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await _look.ShootAsync("firing");
        await _program.PostAsync("/api/alerts/test", new { status = "resolved" });
        await Expect(Page.GetByText("Happening now")).ToBeHiddenAsync(new() { Timeout = 15_000 });
    }

    [TestCaseSource(nameof(Paths)), Order(6)]
    public async Task Every_page_is_within_its_budget_and_open_to_everybody(string path)
    {
        var (requests, bytes) = await _look.VisitAsync(path);
        await _look.ShootAsync(path.Split('?')[0].Trim('/').Replace('/', '-'));
        var (refused, axe, overflows) = (await _look.RefusedAsync(), await _look.AxeAsync(), await _look.OverflowsAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(requests, Is.LessThanOrEqualTo(MostRequests));
            Assert.That(bytes, Is.LessThanOrEqualTo(MostBytes));
            Assert.That(refused, Is.Empty);
            Assert.That(axe, Is.Empty);
            Assert.That(overflows, Is.False);
            Assert.That(_look.Elsewhere, Is.Empty);
        }
    }

    [Test, Order(7)]
    public async Task After_a_crash_it_is_live_again_and_what_was_typed_is_kept()
    {
        await _look.VisitAsync("/");
        await Page.Locator("input[type=search]").FillAsync("half a question");
        await _program.KillAsync();
        await Expect(Page.Locator("#link")).ToContainTextAsync("No connection since", new() { Timeout = 15_000 });
        await _program.BeginAsync();
        await _program.PostAsync("/api/register-agent", new { name = "after-the-crash", server = "web-3" });

        await Expect(Page.GetByText("after-the-crash")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(Page.Locator("input[type=search]")).ToHaveValueAsync("half a question");
        await Expect(Page.Locator("#link")).ToBeHiddenAsync();
    }
}
