using Microsoft.Playwright;

namespace ObsControlPlane.Browser.Tests;

/// <summary>The browser that this machine has. Without one the tests are ignored, or failed where <c>OCP_REQUIRED_BROWSER=1</c>.</summary>
[SetUpFixture]
public sealed class Browsers
{
    private static readonly string[] Known = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/google-chrome"];

    private static IPlaywright? _playwright;

    internal static IBrowser Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task Open()
    {
        var path = Environment.GetEnvironmentVariable("OCP_CHROMIUM") ?? Array.Find(Known, File.Exists);
        if (path is null)
        {
            const string why = "There is no Chromium: install the package chromium-headless-shell, or name one by OCP_CHROMIUM.";
            if (Environment.GetEnvironmentVariable("OCP_REQUIRED_BROWSER") == "1")
                Assert.Fail(why);
            Assert.Ignore(why);
        }

        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Headless = true,
            Args = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", "--disable-default-apps"],
        });
    }

    [OneTimeTearDown]
    public static async Task Close()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
