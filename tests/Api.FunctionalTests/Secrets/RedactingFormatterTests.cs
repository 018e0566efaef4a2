using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using ObsControlPlane.Api.Hosting;
using ObsControlPlane.Domain.UnitTests.Secrets;

namespace ObsControlPlane.Api.FunctionalTests.Secrets;

/// <summary>What is logged, by whomever, holds no secret either.</summary>
public sealed class RedactingFormatterTests
{
    [Test]
    public void Message_values_and_exception_are_redacted()
    {
        foreach (var (family, form, secret) in Canaries.All)
        {
            var text = string.Format(CultureInfo.InvariantCulture, form, secret);
            var line = Line(new InvalidOperationException(text), [new("Text", text), new("Count", 3), new("{OriginalFormat}", "{Text} {Count}")], text);

            Assert.That(line, Does.Contain($"[redacted:{family}]"), line);
            Assert.That(line, Does.Not.Contain(secret), family);
        }
    }

    [Test]
    public void A_value_is_judged_by_its_name_and_a_number_stays_one()
    {
        var line = Line(null, [new("Password", "hunt" + "er2x"), new("Count", 3)], "m");

        Assert.That(line, Does.Contain("[redacted:password]").And.Not.Contain("hunt" + "er2x"));
        if (Console.IsOutputRedirected)
            Assert.That((int)JsonNode.Parse(line)!["State"]!["Count"]!, Is.EqualTo(3));
    }

    private static string Line(Exception? exception, KeyValuePair<string, object?>[] state, string message)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddConsoleLog();
        builder.Services.AddSingleton(new Application.Settings.SecretSettings());
        builder.Services.AddSingleton(new Domain.Secrets.SecretRedactor());
        using var services = builder.Services.BuildServiceProvider();
        var formatter = services.GetServices<ConsoleFormatter>().Single(found => found.Name == RedactingFormatter.FormatterName);
        using var written = new StringWriter();
        formatter.Write(new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Error, "c", 0, state, exception, (_, _) => message), null, written);
        return written.ToString();
    }
}
