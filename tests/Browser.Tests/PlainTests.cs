using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ObsControlPlane.Browser.Tests;

/// <summary>Without scripts the pages are links, forms and tables.</summary>
public sealed class PlainTests
{
    [Test]
    public async Task Everything_can_be_read_asked_and_decided_without_scripts()
    {
        await using var program = await RunningProgram.StartAsync();
        await program.RunAsync("demo");
        await using var look = await Look.OpenAsync(program.Address, ColorScheme.Light, 1280, hasScripts: false);
        await look.VisitAsync("/");
        await look.Page.Locator("input[name=q]").FillAsync("disk almost full on /var of a web server");
        await look.Page.GetByRole(AriaRole.Button, new() { Name = "Recall" }).ClickAsync();
        await Expect(look.Page.GetByText("There is a fix that has proven itself.")).ToBeVisibleAsync();
        var before = await look.Page.Locator(".card").First.Locator(".fared").InnerTextAsync();
        await look.Page.GetByRole(AriaRole.Button, new() { Name = "It worked" }).First.ClickAsync();
        await Expect(look.Page.GetByText("There is a fix that has proven itself.")).ToBeVisibleAsync();
        await look.ShootAsync("recall");

        Assert.That(await look.Page.Locator(".card").First.Locator(".fared").InnerTextAsync(), Is.Not.EqualTo(before));
    }
}
