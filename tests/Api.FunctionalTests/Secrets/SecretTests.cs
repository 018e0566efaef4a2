using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Domain.UnitTests.Secrets;

namespace ObsControlPlane.Api.FunctionalTests.Secrets;

/// <summary>Every family through every door that writes, and then every file that was written searched for it (row B11).</summary>
public sealed class SecretTests
{
    private const string Mark = "[redacted:";

    private static readonly IReadOnlyList<(string Family, string Text, string Secret)> All =
        [.. Canaries.All.Select(canary => (canary.Family, string.Format(CultureInfo.InvariantCulture, canary.Text, canary.Secret), canary.Secret))];

    [Test]
    public async Task No_secret_of_any_family_reaches_a_file_by_any_door()
    {
        using var keeping = new ProductHost(services => services.AddSingleton(new SecretSettings { Redact = false }));
        using var host = new ProductHost();
        for (var i = 0; i < All.Count; i++)
        {
            await SendAsync(keeping.Client, i);
            await SendAsync(host.Client, i);
        }

        var lines = (await keeping.Client.GetReplyAsync("/api/export")).Text;
        var imported = await host.Client.SendAsync(HttpMethod.Post, "/api/import", Http.Body(Encoding.UTF8.GetBytes(lines), "application/x-ndjson"));

        Assert.That(FoundIn(keeping.Folder), Has.Count.EqualTo(All.Count), "with the setting off each must be found, or the search proves nothing");
        Assert.That(imported.Status, Is.EqualTo(HttpStatusCode.OK), imported.Text);
        Assert.That((long)imported.Json["stored"]!, Is.GreaterThan(0));
        Assert.That(FoundIn(host.Folder), Is.Empty);
        Assert.That(All.Count(canary => Pieces(canary.Secret).Any(piece => lines.Contains(piece, StringComparison.Ordinal))), Is.GreaterThan(All.Count / 2), "the import must have held them");
    }

    [Test]
    public async Task A_receipt_names_the_families_and_the_counter_counts_them()
    {
        using var host = new ProductHost();
        var (_, text, secret) = All.First(canary => canary.Family == "gitlab-token");

        var reply = await host.Client.PostAsync("/api/remember", new { key = "note", content = text, metadata = new { password = "hunt" + "er2x" } });
        var batch = await host.Client.PostAsync("/api/fixes/batch", new[] { new { issue = "push refused", solution = text }, new { issue = "disk full", solution = "grow it" } });
        var memory = await host.Client.GetReplyAsync(reply.Header("Location")!);
        var metrics = await MetricsTests.ScrapeAsync(host.Client, "ocp_redactions_total");

        Assert.That(reply.Json["redacted"]!.AsArray().Select(family => (string?)family), Is.EqualTo(new[] { "gitlab-token", "password" }));
        Assert.That(batch.Json["results"]!.AsArray().Select(item => item!["redacted"]!.ToJsonString()), Is.EqualTo(new[] { "[\"gitlab-token\"]", "[]" }));
        Assert.That(memory.Text, Does.Not.Contain(secret).And.Contain(Mark + "gitlab-token]"));
        Assert.That(metrics, Does.Match("(?m)^ocp_redactions_total\\{.*family=\"gitlab-token\".*\\} 2"));
    }

    [Test]
    public async Task What_was_remembered_with_a_secret_is_found_by_the_same_text()
    {
        using var host = new ProductHost();
        var issue = $"deploy of the till refused: {All.First(canary => canary.Family == "github-token").Text}";
        var told = await host.Client.PostAsync("/api/remember", new { key = $"issue:{issue}", content = "renew the token; that fixed it" });

        var recall = await host.Client.PostAsync("/api/recall", new { key = $"issue:{issue}" });

        Assert.That(told.Status, Is.EqualTo(HttpStatusCode.Created), told.Text);
        Assert.That((string?)recall.Json["results"]![0]!["id"], Is.EqualTo((string?)told.Json["id"]));
        Assert.That((string?)recall.Json["verdict"], Is.EqualTo("proven"));
    }

    private static async Task SendAsync(HttpClient client, int i)
    {
        var text = All[i].Text;
        var scope = new { service = text, server = text, environment = text, version = text };
        var metadata = new Dictionary<string, object> { [text] = text, ["deep"] = new object[] { new { text } } };
        var stated = new List<Reply>
        {
            await client.PostAsync("/api/remember", new { key = $"{i} {text}", content = text, metadata, agent = "a" }, ("Idempotency-Key", text.Length < 190 && text.All(c => c is >= ' ' and <= '~' and not '"') ? $"{i} {text}" : $"{i}")),
            await client.PostAsync("/api/remember", new { key = $"issue:{i} {text}", content = $"that fixed it: {text}", metadata }),
            await client.PostAsync("/api/fixes/batch", new[] { new { issue = $"batch {i}: {text}", solution = text, metadata, other = text } }),
        };
        var fix = await client.PostAsync("/api/fixes", new { issue = $"{Http.Unique("issue")}: {text}", solution = text, metadata });
        stated.Add(fix);
        stated.Add(await client.PostAsync($"/api/fixes/{fix.Json["id"]}/outcomes", new { outcome = "worked", evidence = new { kind = "person", note = text }, agent = "a" }));
        stated.Add(await client.PostAsync("/api/register-agent", new { name = $"agent-{i}", server = "web", metadata }));
        stated.Add(await client.PostAsync("/api/telemetry-report", new
        {
            agent = $"agent-{i}",
            metrics = new[] { new { name = "load", value = 1.5, attributes = metadata } },
            fixes = new[] { new { issue = $"{Http.Unique("report")}: {text}", solution = text } },
            issues = new[] { new { issue = $"{Http.Unique("seen")}: {text}" } },
        }));
        var corrected = await client.SendAsync(HttpMethod.Patch, $"/api/fixes/{fix.Json["id"]}", Http.Json(JsonSerializer.Serialize(new { solution = $"rather {text}" })), ("If-Match", $"\"{await RevisionAsync(client, fix)}\""));
        stated.Add(corrected);
        Assert.That(stated.Where(reply => (int)reply.Status >= 300).Select(reply => reply.Text), Is.Empty, All[i].Family);

        // Names are one line of 200 characters at most; what breaks that is refused and not stored either.
        await client.PostAsync("/api/fixes", new { issue = $"scoped {i}", solution = "x", scope, source = text, source_id = text, tags = new[] { text }, agent = text });
        await client.PostAsync($"/api/issues/{fix.Json["fingerprint"]}/occurrences", new { scope, source = text });
        await client.PostAsync("/api/register-agent", new { name = text, server = text, instance_id = text });
        await client.PostAsync("/api/recall", new { key = text });
    }

    private static async Task<string> RevisionAsync(HttpClient client, Reply fix) => (await client.GetReplyAsync($"/api/fixes/{fix.Json["id"]}")).Json["revision"]!.ToJsonString();

    private static List<string> FoundIn(string folder)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".lock").Select(Read).ToList();
        Assert.That(files.Sum(file => file.Length), Is.GreaterThan(100_000));
        return [.. All.Where(canary => Pieces(canary.Secret).Any(piece => files.Any(file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(piece)) >= 0)))
            .Select(canary => $"{canary.Family}: {canary.Text}")];
    }

    // Of a key in several lines each is looked for, since a store may write the line ends otherwise.
    private static IEnumerable<string> Pieces(string secret) => secret.Split(["\n", "\\n"], StringSplitOptions.None)
        .Where(line => line.Length >= 8 && !line.StartsWith("-----", StringComparison.Ordinal) && !line.StartsWith("Version", StringComparison.Ordinal));

    private static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
