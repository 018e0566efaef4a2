using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.FunctionalTests.Access;

/// <summary>Every route of the route table × every kind of credential.</summary>
public sealed partial class RouteMatrixTests
{
    private static readonly AccessScopes[] Scopes = [AccessScopes.Read, AccessScopes.Write, AccessScopes.Admin];

    private readonly Dictionary<AccessScopes, string> _right = [];
    private readonly Dictionary<AccessScopes, string> _wrong = [];
    private ProductHost _host = null!;
    private string _revoked = "";
    private string _expired = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        // Wrong keys by the hundred are the point here.
        _host = new ProductHost(services => services.AddSingleton(new AccessSettings { WrongKeysPerSecond = 1_000_000 }));
        var keys = _host.Services.GetRequiredService<IKeyStore>();
        var now = _host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var scope in Scopes)
            _right[scope] = await AddAsync(keys, scope, now);
        _wrong[AccessScopes.Read] = _right[AccessScopes.Write];
        _wrong[AccessScopes.Write] = _right[AccessScopes.Read];
        _wrong[AccessScopes.Admin] = await AddAsync(keys, AccessScopes.Read | AccessScopes.Write, now);
        _revoked = await AddAsync(keys, AccessScopes.Admin, now, revokedAt: now - 1);
        _expired = await AddAsync(keys, AccessScopes.Admin, now, expiresAt: now - 1);
        // Whatever changes the keys through the API makes the server look at them.
        var made = await _host.Client.PostAsync("/api/keys", new { name = "last", scopes = new[] { "read" } }, Bearer(_host.Secret));
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Text);
    }

    [OneTimeTearDown]
    public void Stop() => _host.Dispose();

    [Test]
    public void Every_route_declares_what_it_needs()
    {
        var routes = Routes().ToList();

        Assert.That(routes, Has.Count.GreaterThan(45));
        Assert.That(routes.Where(route => route.Metadata.GetMetadata<AccessRule>() is null).Select(route => route.RoutePattern.RawText), Is.Empty);
    }

    [Test]
    public void Only_what_may_be_open_is_open() => Assert.That(
        Routes().Where(route => RouteAccess.RuleOf(route).IsOpen).Select(route => route.RoutePattern.RawText),
        Is.EquivalentTo(new[] { "/health", "/health/live", "/livez", "/health/ready", "/readyz", "/problems", "/problems/{slug}", "/assets/{tag}/{name}", "/sign-in", "/sign-in", "/sign-out" }));

    [Test]
    public async Task Every_route_lets_in_whom_it_should_and_nobody_else()
    {
        var wrong = new List<string>();
        var asked = 0;
        foreach (var route in Routes())
        {
            var needs = RouteAccess.RuleOf(route).Needs;
            var right = needs == AccessScopes.None ? _right[AccessScopes.Read] : _right[needs];
            var other = needs == AccessScopes.None ? _right[AccessScopes.Write] : _wrong[needs];
            foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                foreach (var (kind, key, expected) in new[]
                {
                    ("none", null, 401), ("junk", KeySecret.New(), 401), ("malformed", "x", 401), ("revoked", _revoked, 401), ("expired", _expired, 401),
                    ("wrong scope", other, 403), ("right", right, 0), ("owner", _host.Secret, 0),
                })
                {
                    var status = await AskAsync(method, Path(route), key);
                    var refused = status is 401 or 403 ? status : 0;
                    asked++;
                    if (refused != (needs == AccessScopes.None ? 0 : expected))
                        wrong.Add($"{method} {route.RoutePattern.RawText} with {kind}: {status}");
                }
            }
        }

        Assert.That(asked, Is.GreaterThan(400));
        Assert.That(wrong, Is.Empty);
    }

    private async Task<int> AskAsync(string method, string path, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        using var response = await _host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode is HttpStatusCode.Unauthorized)
            Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer realm="), $"{method} {path}");
        return (int)response.StatusCode;
    }

    private IEnumerable<RouteEndpoint> Routes() => _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Path(RouteEndpoint route) => "/" + Parameter().Replace(route.RoutePattern.RawText!, match => match.Groups[1].Value switch
    {
        "documentName" => "v1",
        "id" => "0199c700-0000-7000-8000-00000000ffff",
        _ => "x",
    }).TrimStart('/');

    private static async Task<string> AddAsync(IKeyStore keys, AccessScopes scopes, long now, long? expiresAt = null, long? revokedAt = null)
    {
        var secret = KeySecret.New();
        var key = new ApiKey(Domain.TimeOrderedId.Next(DateTimeOffset.FromUnixTimeMilliseconds(now)), "matrix", scopes, KeySecret.Hash(secret), now, expiresAt, revokedAt);
        await keys.AddAsync(key, now, null, CancellationToken.None);
        return secret;
    }

    private static (string, string) Bearer(string secret) => ("Authorization", $"Bearer {secret}");

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
