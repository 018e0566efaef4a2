using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Api.OpenApi;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>
/// The document and the program say the same. <c>OCP_UPDATE_OPENAPI=1</c> writes the program's document over the committed one
/// instead of comparing.
/// </summary>
public sealed class OpenApiTests
{
    [Test]
    public async Task The_committed_document_is_the_programs()
    {
        var served = (await SharedHost.Client.GetReplyAsync("/openapi/v1.json")).Text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var path = CommittedDocument();
        if (Environment.GetEnvironmentVariable("OCP_UPDATE_OPENAPI") == "1")
            await File.WriteAllTextAsync(path, served);

        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(served), "run this test with OCP_UPDATE_OPENAPI=1 and review the difference");
    }

    [Test]
    public async Task Every_operation_has_an_id_a_summary_examples_and_its_problems()
    {
        var document = (await SharedHost.Client.GetReplyAsync("/openapi/v1.json")).Json;

        Assert.That((string?)document["openapi"], Does.StartWith("3.1"));
        var ids = new List<string>();
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var where = $"{method} {path}";
                ids.Add((string)operation!["operationId"]!);
                Assert.That((string?)operation["summary"], Is.Not.Empty, where);
                Assert.That(operation["responses"]!["500"]!["content"]!["application/problem+json"], Is.Not.Null, where);
                foreach (var (_, content) in operation["requestBody"]?["content"]?.AsObject() ?? [])
                    Assert.That(content!["example"] is not null && content["schema"] is not null, $"{where} has a body without example or schema");
                foreach (var (status, response) in operation["responses"]!.AsObject())
                {
                    foreach (var (_, content) in response!["content"]!.AsObject())
                        Assert.That((content!["example"] ?? content["examples"]) is not null && content["schema"] is not null, $"{where} {status} has no example or schema");
                }

                foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                    Assert.That((string?)parameter!["description"], Is.Not.Empty, $"{where} {parameter["name"]}");
            }
        }

        Assert.That(ids, Is.Unique);
        Assert.That(ids, Has.Count.EqualTo(Docs().Count()));
    }

    [Test]
    public void Every_route_of_the_api_is_described()
    {
        var undescribed = Endpoints().Where(route => route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) && route.RoutePattern.RawText != "/api/metrics")
            .Where(route => route.Metadata.GetMetadata<RouteDoc>() is null);

        Assert.That(Docs().Count(), Is.GreaterThan(25));
        Assert.That(undescribed.Select(route => route.RoutePattern.RawText), Is.Empty);
    }

    [Test]
    public async Task Every_example_of_a_body_is_taken()
    {
        using var host = new ProductHost();
        // One of the examples makes a key, after which everybody needs one.
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", host.Secret);
        var print = (string)(await host.Client.PostAsync("/api/fixes", new { issue = "seed", solution = "s" })).Json["fingerprint"]!;
        var examined = 0;
        foreach (var route in EndpointsOf(host).Where(route => route.Metadata.GetMetadata<RouteDoc>()?.BodyExample is not null))
        {
            var doc = route.Metadata.GetMetadata<RouteDoc>()!;
            var id = (string)(await host.Client.PostAsync("/api/fixes", new { issue = Http.Unique("example for"), solution = "s" })).Json["id"]!;
            var path = route.RoutePattern.RawText!.Replace("{id}", id, StringComparison.Ordinal).Replace("{fingerprint}", print, StringComparison.Ordinal);
            var method = new HttpMethod(route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]);
            var revision = (await host.Client.GetReplyAsync($"/api/fixes/{id}")).Header("ETag")!;

            var reply = await host.Client.SendAsync(method, path, Http.Body(Encoding.UTF8.GetBytes(doc.BodyExample!), doc.BodyTypes[0]), ("If-Match", revision));

            Assert.That((int)reply.Status, Is.InRange(200, 201), $"{doc.Id}: {reply.Text}");
            examined++;
        }

        Assert.That(examined, Is.GreaterThan(8));
    }

    [Test]
    public async Task The_api_page_takes_nothing_from_elsewhere()
    {
        var reply = await SharedHost.Client.GetReplyAsync("/docs/");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Text, Does.Not.Match("(src|href)=\"https?://"));
    }

    private static IEnumerable<RouteEndpoint> Endpoints() => EndpointsOf(SharedHost.Product);

    private static IEnumerable<RouteEndpoint> EndpointsOf(ProductHost host) => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static IEnumerable<RouteDoc> Docs() => Endpoints().Select(route => route.Metadata.GetMetadata<RouteDoc>()).OfType<RouteDoc>();

    private static string CommittedDocument()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ObsControlPlane.sln")))
                return Path.Combine(folder.FullName, "docs", "openapi.json");
        }

        throw new InvalidOperationException("This test runs inside a checkout.");
    }
}
