using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.FunctionalTests.Access;

public sealed class AccessTests
{
    [Test]
    public async Task Without_any_key_this_host_is_let_in_and_what_a_proxy_passes_on_is_not()
    {
        using var host = new ProductHost();

        Assert.That((await host.Client.GetReplyAsync("/api/keys")).Status, Is.EqualTo(HttpStatusCode.OK));
        foreach (var (name, value) in new[] { ("Forwarded", "for=192.0.2.1"), ("X-Forwarded-For", "192.0.2.1"), ("x-forwarded-proto", "https"), ("X-Forwarded-Host", "ops") })
        {
            var reply = await host.Client.GetReplyAsync("/api/stats", (name, value));
            Assert.That((reply.Status, reply.Problem), Is.EqualTo((HttpStatusCode.Unauthorized, "/problems/unauthenticated")), name);
        }
    }

    [TestCase("Bearer x")]
    [TestCase("Basic b2NwOm9jcA==")]
    [TestCase("Bearer ocp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_wrong_key_is_refused_also_where_none_is_needed(string header) =>
        Assert.That((await SharedHost.Client.GetReplyAsync("/api/stats", ("Authorization", header))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));

    [TestCase("evil.example")]
    [TestCase("evil.example:5555")]
    [TestCase("localhost.evil.example")]
    [TestCase("127.0.0.1.nip.example")]
    public async Task A_rebound_name_is_refused_on_every_route(string name)
    {
        foreach (var path in new[] { "/", "/api/stats", "/health/live", "/app.css", "/nowhere" })
        {
            var reply = await SharedHost.Client.GetReplyAsync(path, ("Host", name));
            Assert.That((reply.Status, reply.Problem), Is.EqualTo((HttpStatusCode.Forbidden, "/problems/origin-refused")), path);
        }
    }

    [TestCase("localhost")]
    [TestCase("localhost:5555")]
    [TestCase("[::1]:5555")]
    [TestCase("10.1.2.3")]
    public async Task A_name_that_nobody_can_rebind_is_taken(string name) =>
        Assert.That((await SharedHost.Client.GetReplyAsync("/api/stats", ("Host", name))).Status, Is.EqualTo(HttpStatusCode.OK));

    [TestCase("https://evil.example", false)]
    [TestCase("null", false)]
    [TestCase("http://localhost:1", false)]
    [TestCase("", true)]
    public async Task A_page_of_another_origin_is_refused(string origin, bool isOwn)
    {
        var own = SharedHost.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var reply = await SharedHost.Client.PostAsync("/api/remember", new { key = Http.Unique("origin"), content = "c" }, ("Origin", isOwn ? own : origin));

        Assert.That(reply.Status, Is.EqualTo(isOwn ? HttpStatusCode.Created : HttpStatusCode.Forbidden), reply.Text);
    }

    [Test]
    public async Task The_first_key_ends_the_time_without_and_health_then_says_its_status_alone()
    {
        using var host = new ProductHost();
        var made = await CreateAsync(host, new { name = "reader", scopes = new[] { "read" } }, key: null);
        var secret = (string)made.Json["secret"]!;

        Assert.That((await host.Client.GetReplyAsync("/api/stats")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await host.Client.GetReplyAsync("/api/stats", Bearer(secret))).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await host.Client.GetReplyAsync("/health")).Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "status" }));
        Assert.That((await host.Client.GetReplyAsync("/health", ("Accept", "application/health+json"))).Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "status" }));
        Assert.That((await host.Client.GetReplyAsync("/health", Bearer(secret))).Json["checks"], Is.Not.Null);
    }

    [Test]
    public async Task A_page_that_is_looked_at_ends_with_the_key_it_was_asked_with()
    {
        using var host = new ProductHost();
        var made = await host.Client.SendAsync(HttpMethod.Post, "/api/keys", Http.Json("""{"name": "looker", "scopes": ["read"]}"""), Bearer(host.Secret));
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live/agents");
        request.Headers.Add("Authorization", $"Bearer {made.Json["secret"]}");
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(ending.Token));
        Assert.That(await stream.ReadLineAsync(ending.Token), Is.EqualTo(": connected"));
        await host.Client.SendAsync(HttpMethod.Delete, $"/api/keys/{made.Json["key"]?["id"] ?? made.Json["id"]}", null, Bearer(host.Secret));

        Assert.That(async () => await stream.ReadToEndAsync(ending.Token), Throws.Nothing);
    }

    [Test]
    public async Task A_key_is_listed_without_its_secret_which_no_file_holds_and_stops_when_it_is_revoked()
    {
        using var host = new ProductHost();
        var made = await CreateAsync(host, new { name = "agent", scopes = new[] { "write", "read" } }, key: null);
        var (id, secret) = ((string)made.Json["key"]!["id"]!, (string)made.Json["secret"]!);
        var listed = await host.Client.GetReplyAsync("/api/keys", Bearer(host.Secret));

        Assert.That(secret, Does.Match("^ocp_[A-Za-z0-9_-]{43}$"));
        Assert.That(listed.Text, Does.Contain(id).And.Not.Contain(secret));
        Assert.That((string?)listed.Json["keys"]![0]!["state"], Is.EqualTo("active"));
        foreach (var file in Directory.EnumerateFiles(host.Folder))
            Assert.That(await ReadAsync(file), Does.Not.Contain(secret), file);
        var revoked = await host.Client.SendAsync(HttpMethod.Delete, $"/api/keys/{id}", null, Bearer(host.Secret));
        Assert.That((string?)revoked.Json["state"], Is.EqualTo("revoked"));
        Assert.That((await host.Client.GetReplyAsync("/api/stats", Bearer(secret))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await host.Client.SendAsync(HttpMethod.Delete, "/api/keys/0199c700-0000-7000-8000-00000000ffff", null, Bearer(host.Secret))).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_replaced_key_goes_on_for_its_grace_and_the_new_one_has_its_name_and_scopes()
    {
        using var host = new ProductHost();
        var old = await CreateAsync(host, new { name = "agent", scopes = new[] { "read" } }, key: null);
        var id = (string)old.Json["key"]!["id"]!;
        var successor = await CreateAsync(host, new { replaces = id, grace_seconds = 3600 }, host.Secret);
        var last = await CreateAsync(host, new { replaces = (string)successor.Json["key"]!["id"]!, grace_seconds = 0 }, host.Secret);

        Assert.That((string?)successor.Json["key"]!["name"], Is.EqualTo("agent"));
        Assert.That((string?)successor.Json["key"]!["replaces"], Is.EqualTo(id));
        Assert.That(await StatusAsync(host, old), Is.EqualTo(HttpStatusCode.OK), "its grace runs");
        Assert.That(await StatusAsync(host, successor), Is.EqualTo(HttpStatusCode.Unauthorized), "its grace was none");
        Assert.That(await StatusAsync(host, last), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_repeat_never_shows_a_secret()
    {
        using var host = new ProductHost();
        var body = new { name = "agent", scopes = new[] { "read" } };
        await host.Client.PostAsync("/api/keys", body, ("Idempotency-Key", "once"));
        var again = await host.Client.PostAsync("/api/keys", body, ("Idempotency-Key", "once"), Bearer(host.Secret));

        Assert.That((again.Status, again.Problem), Is.EqualTo((HttpStatusCode.Conflict, "/problems/secret-shown-once")), again.Text);
        Assert.That((await host.Client.GetReplyAsync("/api/keys", Bearer(host.Secret))).Json["keys"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [TestCase("""{"scopes":["read"]}""", "name")]
    [TestCase("""{"name":"x"}""", "scopes")]
    [TestCase("""{"name":"x","scopes":[]}""", "scopes")]
    [TestCase("""{"name":"x","scopes":["root"]}""", "scopes")]
    [TestCase("""{"name":"x","scopes":["read"],"expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    [TestCase("""{"name":"x","scopes":["read"],"expires_at":"tomorrow"}""", "expires_at")]
    [TestCase("""{"replaces":"x"}""", "replaces")]
    [TestCase("""{"name":"x","scopes":["read"],"grace_seconds":-1}""", "grace_seconds")]
    [TestCase("""{"name":"x","scopes":["read"],"scope":"read"}""", "scope")]
    public async Task A_key_that_cannot_be_meant_is_refused_with_the_field(string body, string field)
    {
        var reply = await SharedHost.Client.PostAsync("/api/keys", body);

        Assert.That((int)reply.Status, Is.EqualTo(400), reply.Text);
        Assert.That(reply.WrongFields, Does.Contain(field));
    }

    [Test]
    public async Task A_key_that_was_seen_works_while_the_store_is_away()
    {
        var store = new AwayKeys();
        using var host = new ProductHost(services => services.AddSingleton<IKeyStore>(provider => store.Over(provider)));
        var made = await CreateAsync(host, new { name = "agent", scopes = new[] { "read" } }, key: null);
        store.IsAway = true;
        await Task.Delay(TimeSpan.FromSeconds(2.5));

        Assert.That(await StatusAsync(host, made), Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await host.Client.GetReplyAsync("/api/stats")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await host.Client.GetReplyAsync("/api/keys", Bearer(host.Secret))).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task While_nobody_knows_whether_there_are_keys_nobody_is_let_in_without_one()
    {
        var store = new AwayKeys { IsAway = true };
        using var host = new ProductHost(services => services.AddSingleton<IKeyStore>(provider => store.Over(provider)));
        var before = await host.Client.GetReplyAsync("/api/stats");
        var owner = await host.Client.GetReplyAsync("/api/stats", Bearer(host.Secret));
        store.IsAway = false;

        Assert.That((before.Status, before.Problem), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "/problems/store-unavailable")), before.Text);
        Assert.That(owner.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(async () => (await host.Client.GetReplyAsync("/api/stats")).Status, Is.EqualTo(HttpStatusCode.OK).After(8).Seconds.PollEvery(200).MilliSeconds);
    }

    private static async Task<Reply> CreateAsync(ProductHost host, object body, string? key)
    {
        var made = key is null ? await host.Client.PostAsync("/api/keys", body) : await host.Client.PostAsync("/api/keys", body, Bearer(key));
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Text);
        return made;
    }

    private static async Task<HttpStatusCode> StatusAsync(ProductHost host, Reply made) =>
        (await host.Client.GetReplyAsync("/api/stats", Bearer((string)made.Json["secret"]!))).Status;

    // The files are open.
    private static async Task<string> ReadAsync(string file)
    {
        if (file.EndsWith("ocp.lock", StringComparison.Ordinal))
            return "";
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    private static (string, string) Bearer(string secret) => ("Authorization", $"Bearer {secret}");
}
