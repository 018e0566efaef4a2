using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using ObsControlPlane.Api.Hosting;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class StartupTests
{
    private static IEnumerable<TestCaseData> Failures()
    {
        yield return new TestCaseData(new StartupException(5, "a", "b", "c"), 5);
        yield return new TestCaseData(new InvalidOperationException("x", new StartupException(2, "a", "b", "c")), 2);
        yield return new TestCaseData(new IOException("in use", new AddressInUseException("in use")), 3);
        yield return new TestCaseData(new OptionsValidationException("Recall", typeof(object), ["Recall:Threshold must be 0 to 1"]), 2);
    }

    [TestCaseSource(nameof(Failures))]
    public void A_failure_to_start_has_an_exit_code(Exception exception, int code) =>
        Assert.That(StartupFailure.Of(exception)!.ExitCode, Is.EqualTo(code));

    [Test]
    public void A_bug_is_no_failure_to_start() => Assert.That(StartupFailure.Of(new InvalidOperationException("x")), Is.Null);

    [TestCase(null, null, "http://localhost:5555")]
    [TestCase("PORT", "8081", "http://*:8081")]
    [TestCase("urls", "http://127.0.0.1:9", "http://127.0.0.1:9")]
    [TestCase("http_ports", "9", null)]
    [TestCase("Kestrel:Endpoints:A:Url", "http://localhost:9", null)]
    public void The_default_address_holds_only_when_nobody_says(string? setting, string? value, string? expected)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (setting is not null)
            builder.Configuration[setting] = value;

        builder.UseDefaultAddress();

        Assert.That(builder.Configuration["urls"], Is.EqualTo(expected));
    }

    [TestCase("2026-01-31T12:00:00Z", true)]
    [TestCase("2026-01-31T12:00:00+01:00", true)]
    [TestCase("2026-01-31T12:00:00", false)]
    [TestCase("12:00", false)]
    public void An_instant_names_its_zone(string text, bool read) =>
        Assert.That(Instants.TryParse(text, assumeUtc: false, out _), Is.EqualTo(read));
}
