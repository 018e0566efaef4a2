using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.FunctionalTests.Access;

public sealed class LimitAndAuditTests
{
    [Test]
    public async Task Guessing_is_slowed_and_a_key_that_works_is_answered_meanwhile()
    {
        using var host = new ProductHost();
        var secret = await CreateAsync(host);
        var guesses = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => host.Client.GetReplyAsync("/api/stats", Bearer(KeySecret.New()))));
        var right = await host.Client.GetReplyAsync("/api/stats", Bearer(secret));

        Assert.That(guesses.Select(guess => (int)guess.Status).Distinct(), Is.EquivalentTo(new[] { 401, 429 }));
        Assert.That(guesses.Count(guess => guess.Status == HttpStatusCode.Unauthorized), Is.GreaterThanOrEqualTo(10));
        Assert.That(guesses.First(guess => (int)guess.Status == 429).Header("Retry-After"), Is.EqualTo("1"));
        Assert.That(right.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_key_is_told_how_many_requests_are_left_and_others_are_not_limited_by_it()
    {
        using var host = new ProductHost(services => services.AddSingleton(new AccessSettings { RequestsPerMinute = 3 }));
        var (one, other) = (await CreateAsync(host), await CreateAsync(host));
        var replies = new List<Reply>();
        for (var i = 0; i < 4; i++)
            replies.Add(await host.Client.GetReplyAsync("/api/stats", Bearer(one)));

        Assert.That(replies.Select(reply => (int)reply.Status), Is.EqualTo(new[] { 200, 200, 200, 429 }));
        Assert.That(replies.Select(reply => reply.Header("RateLimit-Policy")), Is.All.EqualTo("\"default\";q=3;w=60"));
        Assert.That(replies[0].Header("RateLimit"), Does.Match("^\"default\";r=2;t=\\d+$"));
        Assert.That(replies[3].Header("RateLimit"), Does.Match("^\"default\";r=0;t=\\d+$"));
        Assert.That(replies[3].Problem, Is.EqualTo("/problems/rate-limited"));
        Assert.That(int.Parse(replies[3].Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), Is.InRange(1, 60));
        Assert.That((await host.Client.GetReplyAsync("/api/stats", Bearer(other))).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Every_write_and_act_is_one_line_with_who_what_and_how_it_ended_and_nothing_of_what_was_sent()
    {
        var lines = new Lines();
        using var host = new ProductHost(services => services.AddLogging(logging => logging.AddProvider(lines).AddFilter("ObsControlPlane.Api.Access.AuditLog", LogLevel.Information)));
        var told = await host.Client.PostAsync("/api/fixes", new { issue = "disk full of payload", solution = "payload" });
        var made = await host.Client.PostAsync("/api/keys", new { name = "payload", scopes = new[] { "read" } });
        var id = (string)made.Json["key"]!["id"]!;
        await host.Client.PostAsync("/api/fixes", new { issue = "disk full of payload", solution = "payload" }, Bearer((string)made.Json["secret"]!));
        await host.Client.GetReplyAsync("/api/stats", Bearer(host.Secret));
        var expected = new[]
        {
            $"Audit: keyless POST /api/fixes [{told.Json["id"]}] 201",
            $"Audit: keyless POST /api/keys [{id}] 201",
            $"Audit: {id} POST /api/fixes [] 403",
        };

        Assert.That(() => lines.All.ToArray(), Is.EqualTo(expected).After(5).Seconds.PollEvery(50).MilliSeconds);
    }

    private static async Task<string> CreateAsync(ProductHost host) =>
        (string)(await host.Client.PostAsync("/api/keys", new { name = "agent", scopes = new[] { "read" } }, Bearer(host.Secret))).Json["secret"]!;

    private static (string, string) Bearer(string secret) => ("Authorization", $"Bearer {secret}");

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception) is var line && line.StartsWith("Audit:", StringComparison.Ordinal))
                All.Enqueue(line);
        }

        public void Dispose()
        {
        }
    }
}
