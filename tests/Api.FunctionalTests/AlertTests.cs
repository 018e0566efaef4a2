using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>Alerts over HTTP, as their senders send them (contract 8).</summary>
public sealed class AlertTests
{
    private static HttpClient Client => SharedHost.Client;

    private static object Alert(string name, string status = "firing", string server = "web-1", object? startsAt = null, object? endsAt = null, string? fingerprint = null) => new
    {
        status,
        labels = new { alertname = name, instance = $"{server}:9100", severity = "critical" },
        annotations = new { summary = $"{name} needs care", description = "it is so" },
        startsAt,
        endsAt,
        fingerprint = fingerprint ?? $"{name}-{server}",
    };

    private static object Body(params object[] alerts) => new { version = "4", status = "firing", receiver = "ocp", alerts };

    private static Task<Reply> TakeAsync(params object[] alerts) => Client.PostAsync("/api/alerts/alertmanager", Body(alerts));

    [Test]
    public async Task Firing_answers_with_an_episode_and_resolving_ends_it()
    {
        var name = Http.Unique("DiskFull");
        var fired = await TakeAsync(Alert(name, endsAt: "0001-01-01T00:00:00Z", startsAt: DateTimeOffset.UtcNow.AddMinutes(-5)));
        var repeat = await TakeAsync(Alert(name));
        var resolved = await TakeAsync(Alert(name, "resolved", endsAt: DateTimeOffset.UtcNow));

        Assert.That(fired.Status, Is.EqualTo(HttpStatusCode.OK), fired.Text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fired.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "received", "episodes", "refused" }));
            Assert.That(fired.Json["episodes"]![0]!.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "id", "fingerprint", "status", "verdict", "fix", "came_back" }));
            Assert.That(StatusesOf(fired).Concat(StatusesOf(repeat)).Concat(StatusesOf(resolved)), Is.EqualTo(new[] { "firing", "repeat", "resolved" }));
            Assert.That((string?)resolved.Json["episodes"]![0]!["id"], Is.EqualTo((string?)fired.Json["episodes"]![0]!["id"]));
        }

        var episodes = await Client.GetReplyAsync($"/api/episodes?fingerprint={fired.Json["episodes"]![0]!["fingerprint"]}");
        Assert.That(episodes.Json["episodes"]!.AsArray().Single()!.AsObject().Select(member => member.Key), Is.EqualTo(new[]
        {
            "id", "fingerprint", "issue", "status", "server", "service", "source", "started_at", "ended_at", "acknowledged_by", "alerts",
        }));
        var episode = episodes.Json["episodes"]![0]!;
        Assert.That(((string?)episode["status"], (string?)episode["server"], (string?)episode["source"], (int)episode["alerts"]!), Is.EqualTo(("resolved", "web-1", "alertmanager", 1)));
        Assert.That((string?)episode["issue"], Is.EqualTo($"{name}\n{name} needs care\nit is so"));
    }

    [Test]
    public async Task A_fix_that_proved_itself_is_answered_and_firing_again_says_that_it_came_back()
    {
        var name = Http.Unique("PoolExhausted");
        var print = FingerprintOf(await TakeAsync(Alert(name)));
        var fix = await Client.PostAsync("/api/fixes", new { fingerprint = print, solution = "recycle the pool", success = true, scope = new { server = "web-1" } });

        var elsewhere = await TakeAsync(Alert(name, server: "web-2"));
        await TakeAsync(Alert(name, "resolved"));
        var again = await TakeAsync(Alert(name));

        Assert.That(fix.Status, Is.EqualTo(HttpStatusCode.Created), fix.Text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)elsewhere.Json["episodes"]![0]!["verdict"], (string?)elsewhere.Json["episodes"]![0]!["fix"]!["id"]), Is.EqualTo(("proven", (string?)fix.Json["id"])));
            Assert.That(elsewhere.Json["episodes"]![0]!["came_back"]!.AsArray(), Is.Empty);
            Assert.That(StatusesOf(again), Is.EqualTo(new[] { "firing" }));
            Assert.That((string?)again.Json["episodes"]![0]!["came_back"]![0], Is.EqualTo((string?)fix.Json["id"]));
        }
    }

    [Test]
    public async Task The_fix_last_applied_gets_the_evidence_when_the_alert_clears()
    {
        var name = Http.Unique("QueueStuck");
        var fired = await TakeAsync(Alert(name));
        var fix = await Client.PostAsync("/api/fixes", new { fingerprint = FingerprintOf(fired), solution = "restart the consumer" });
        await Client.PostAsync($"/api/fixes/{fix.Json["id"]}/outcomes", new { outcome = "attempted", episode_id = (string?)fired.Json["episodes"]![0]!["id"] });

        await TakeAsync(Alert(name, "resolved"));
        var history = (await Client.GetReplyAsync($"/api/fixes/{fix.Json["id"]}")).Json["history"]!.AsArray();

        Assert.That(history.Select(entry => (string?)entry!["evidence"]!["kind"]), Does.Contain("alert_cleared"));
        Assert.That(history.Count(entry => (string?)entry!["outcome"] == "worked"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_storm_of_one_body_gives_one_episode_for_each_issue_and_server_and_loses_none()
    {
        var name = Http.Unique("Storm");
        var reply = await TakeAsync([.. Enumerable.Range(0, 500).Select(n => Alert(name, server: $"node-{n % 100}", fingerprint: $"{name}-{n}"))]);
        var open = 0;
        for (var path = $"/api/episodes?status=open&limit=200&fingerprint={FingerprintOf(reply)}"; path.Length > 0;)
        {
            var page = await Client.GetReplyAsync(path);
            open += page.Json["episodes"]!.AsArray().Count;
            path = (string?)page.Json["next_cursor"] is { } next ? $"/api/episodes?status=open&limit=200&fingerprint={FingerprintOf(reply)}&cursor={next}" : "";
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)reply.Json["received"]!, reply.Json["episodes"]!.AsArray().Count, reply.Json["refused"]!.AsArray().Count), Is.EqualTo((500, 500, 0)));
            Assert.That(StatusesOf(reply).Count(status => status == "firing"), Is.EqualTo(100));
            Assert.That(open, Is.EqualTo(100));
        }
    }

    [Test]
    public async Task One_bad_alert_is_refused_alone()
    {
        var name = Http.Unique("Good");
        var reply = await TakeAsync(Alert(name), "no object", Alert("x", "melting"), new { status = "firing", labels = new { } }, Alert(name, server: new string('s', 201)));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)reply.Json["received"]!, reply.Json["episodes"]!.AsArray().Count), Is.EqualTo((5, 1)));
            Assert.That(reply.Json["refused"]!.AsArray().Select(refused => (int)refused!["index"]!), Is.EqualTo(new[] { 1, 2, 3, 4 }));
            Assert.That(
                reply.Json["refused"]!.AsArray().Select(refused => refused!["problem"]!["errors"]!.AsObject().Single().Key), Is.EqualTo(new[] { "alert", "status", "labels", "server" }));
        }
    }

    [TestCase("""{"text": "disk full", "channel": "#ops"}""")]
    [TestCase("""{"alerts": {"labels": {}}}""")]
    [TestCase("[]")]
    [TestCase("\"Open\"")]
    public async Task What_is_no_such_body_is_400_and_names_the_two_members(string body)
    {
        var reply = await Client.PostAsync("/api/alerts/alertmanager", body);

        Assert.That((reply.Status, reply.Problem), Is.EqualTo((HttpStatusCode.BadRequest, "/problems/validation")), reply.Text);
        Assert.That(reply.WrongFields, Is.EquivalentTo(new[] { "alerts", "version" }));
        Assert.That((string?)reply.Json["detail"], Does.Contain("alerts").And.Contain("version"));
    }

    [TestCase("""{"version": "4", "status": "firing", "alerts": null}""", 0)]
    [TestCase("""{"version": "4", "status": "firing", "alerts": []}""", 0)]
    [TestCase("""{"version": "1", "orgId": 1, "status": "firing", "state": "alerting", "alerts": [{"labels": {"alertname": "OfGrafana", "n": 3}, "annotations": null, "startsAt": null, "endsAt": "0001-01-01T00:00:00Z", "values": {"B": 1}}]}""", 1)]
    [TestCase("""{"status": "firing", "commonLabels": {"alertname": "FromCommon"}, "alerts": [{"startsAt": "yesterday", "endsAt": 7}]}""", 1)]
    [TestCase("""{"version": "4", "alerts": [{"status": "resolved", "labels": {"alertname": "NeverFired", "host": "h"}, "startsAt": "2999-01-01T00:00:00Z", "endsAt": "2999-01-02T00:00:00Z"}]}""", 1)]
    public async Task Missing_and_null_members_zero_times_and_wrong_clocks_are_ordinary(string body, int taken)
    {
        var reply = await Client.PostAsync("/api/alerts/grafana", body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That((reply.Json["episodes"]!.AsArray().Count, reply.Json["refused"]!.AsArray().Count), Is.EqualTo((taken, 0)));
    }

    [Test]
    public async Task Ill_formed_text_becomes_a_replacement_character_and_the_delivery_says_so()
    {
        var name = Http.Unique("Mended");
        var body = Encoding.UTF8.GetBytes(
            """{"version":"4","alerts":[{"status":"firing","labels":{"alertname":"NAME","host":"h-mended"},"annotations":{"summary":"a\u0000b\ud800c\udc00\ud83d\ude00\\u0000Q"}}]}"""
                .Replace("NAME", name, StringComparison.Ordinal));
        body[Array.IndexOf(body, (byte)'Q')] = 0xFF;
        var reply = await Client.SendAsync(HttpMethod.Post, "/api/alerts/alertmanager", Http.Body(body, "application/json"));
        var issue = await Client.GetReplyAsync($"/api/issues/{FingerprintOf(reply)}");
        var delivery = (await Client.GetReplyAsync("/api/alerts/deliveries?limit=200")).Json["deliveries"]!.AsArray().First(found => (int)found!["mended"]! > 0)!;

        Assert.That((string?)issue.Json["issue"], Is.EqualTo($"{name}\na\uFFFDb\uFFFDc\uFFFD\U0001F600\\u0000\uFFFD"));
        Assert.That((int)delivery["mended"]!, Is.EqualTo(4));
    }

    [Test]
    public async Task Issues_are_listed_with_their_state_and_can_be_acknowledged()
    {
        var name = Http.Unique("NeedsSomebody");
        var print = FingerprintOf(await TakeAsync(Alert(name), Alert(name, server: "web-2")));

        var firing = await FindAsync("firing", print);
        var acknowledged = await Client.PostAsync($"/api/issues/{print}/ack", new { by = "marie" });
        var details = await Client.GetReplyAsync($"/api/issues/{print}");
        await TakeAsync(Alert(name, "resolved"), Alert(name, "resolved", server: "web-2"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(firing!.AsObject().Select(member => member.Key), Is.EqualTo(new[]
            {
                "fingerprint", "issue", "status", "open", "servers", "first_seen", "last_seen", "count", "best_fix",
            }));
            Assert.That(((int)firing["open"]!, firing["servers"]!.AsArray().Count, (int)firing["count"]!), Is.EqualTo((2, 2, 2)));
            Assert.That(acknowledged.Status, Is.EqualTo(HttpStatusCode.OK), acknowledged.Text);
            Assert.That((acknowledged.Json["episodes"]!.AsArray().Count, (string?)acknowledged.Json["acknowledged_by"]), Is.EqualTo((2, "marie")));
            Assert.That((string?)details.Json["status"], Is.EqualTo("acknowledged"));
            Assert.That(details.Json["episodes"]!.AsArray().Select(episode => (string?)episode!["acknowledged_by"]), Is.All.EqualTo("marie"));
            Assert.That(details.Json.AsObject().Select(member => member.Key).TakeLast(4), Is.EqualTo(new[] { "episodes", "results", "avoid", "related" }));
            Assert.That(await FindAsync("quiet", print), Is.Not.Null);
            Assert.That((await Client.SendAsync(HttpMethod.Post, $"/api/issues/{print}/ack")).Json["episodes"]!.AsArray(), Is.Empty, "nothing is open");
            Assert.That((await Client.GetReplyAsync("/api/issues/f1:00000000000000000000000000000000")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await Client.PostAsync("/api/issues/f1:00000000000000000000000000000000/ack", new { })).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await Client.GetReplyAsync("/api/issues?status=melting")).WrongFields, Is.EqualTo(new[] { "status" }));
            Assert.That((await Client.GetReplyAsync("/api/episodes?status=firing")).WrongFields, Is.EqualTo(new[] { "status" }));
            Assert.That((await Client.GetReplyAsync("/api/episodes?cursor=nonsense")).Problem, Is.EqualTo("/problems/cursor-invalid"));
            Assert.That((await Client.GetReplyAsync("/api/issues?cursor=nonsense")).Problem, Is.EqualTo("/problems/cursor-invalid"));
        }
    }

    [Test]
    public async Task A_delivery_can_be_replayed_and_holds_no_secret()
    {
        var name = Http.Unique("WithSecret");
        var secret = "ghp" + "_" + "q7Zt3Rk9Wm2Xv8Lp4Nc6Bd5Jh1Fs0Gy3Ka7U";
        var taken = await Client.PostAsync("/api/alerts/alertmanager", Body(new
        {
            status = "firing",
            labels = new { alertname = name, host = "h-secret" },
            annotations = new { summary = $"token {secret} leaked" },
        }));
        var delivery = (await Client.GetReplyAsync("/api/alerts/deliveries")).Json["deliveries"]!.AsArray().First(found => (string?)found!["source"] == "alertmanager")!;

        var replayed = await Client.SendAsync(HttpMethod.Post, $"/api/alerts/deliveries/{delivery["id"]}/replay");
        var issue = await Client.GetReplyAsync($"/api/issues/{FingerprintOf(taken)}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(replayed.Status, Is.EqualTo(HttpStatusCode.OK), replayed.Text);
            Assert.That((StatusesOf(replayed).Single(), FingerprintOf(replayed)), Is.EqualTo(("repeat", FingerprintOf(taken))));
            Assert.That(issue.Text, Does.Contain("[redacted:github-token]").And.Not.Contain(secret));
            Assert.That(delivery["replayable"]!.GetValue<bool>(), Is.True);
            Assert.That((await Client.SendAsync(HttpMethod.Post, "/api/alerts/deliveries/019abc12-0000-7000-8000-000000000099/replay")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task A_body_that_was_refused_is_found_among_the_deliveries()
    {
        await Client.PostAsync("/api/alerts/grafana", """{"nothing": "of the kind"}""");
        var delivery = (await Client.GetReplyAsync("/api/alerts/deliveries?limit=200")).Json["deliveries"]!.AsArray().First(found => (string?)found!["result"] == "refused")!;

        Assert.That((string?)delivery["problem"], Does.Contain("alerts"));
    }

    [Test]
    public async Task A_test_alert_goes_the_way_of_every_alert()
    {
        var fired = await Client.SendAsync(HttpMethod.Post, "/api/alerts/test");
        var resolved = await Client.PostAsync("/api/alerts/test", new { status = "resolved" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fired.Status, Is.EqualTo(HttpStatusCode.OK), fired.Text);
            Assert.That(StatusesOf(resolved).Single(), Is.EqualTo("resolved"), resolved.Text);
            Assert.That((await Client.PostAsync("/api/alerts/test", new { status = "melting" })).WrongFields, Is.EqualTo(new[] { "status" }));
        }
    }

    [Test]
    public async Task A_repeat_under_one_key_is_answered_as_before()
    {
        var name = Http.Unique("Keyed");
        var body = JsonSerializer.Serialize(Body(Alert(name)));
        var first = await Client.PostAsync("/api/alerts/alertmanager", body, ("Idempotency-Key", name));
        var again = await Client.PostAsync("/api/alerts/alertmanager", body, ("Idempotency-Key", name));

        Assert.That((StatusesOf(first).Single(), StatusesOf(again).Single(), again.Header("Idempotency-Replayed")), Is.EqualTo(("firing", "firing", "true")));
    }

    [Test]
    public async Task Any_other_sender_is_mapped_by_pointers()
    {
        var name = Http.Unique("Pingdom check");
        var reply = await Client.PostAsync("/api/alerts/generic", new object[]
        {
            new { title = name, state = "DOWN", host = "shop-1:443", message = "no answer", id = 17 }, new { title = name, state = "Up", host = "shop-1:443", id = 17 }, new { nothing = 1 },
        });

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(StatusesOf(reply), Is.EqualTo(new[] { "firing", "resolved" }));
        Assert.That((string?)reply.Json["refused"]![0]!["problem"]!["errors"]!["alert"]![0], Does.Contain("Alerts:Generic:Name"));
        Assert.That((string?)(await Client.GetReplyAsync($"/api/episodes?fingerprint={FingerprintOf(reply)}")).Json["episodes"]![0]!["server"], Is.EqualTo("shop-1"));
    }

    [TestCase("alertmanager_webhooks.jsonl", "alertmanager", 187, false)]
    [TestCase("alertmanager_webhooks.jsonl", "generic", 187, false)]
    [TestCase("alert_payloads.jsonl", "generic", 141, true)]
    [TestCase("alert_payloads.jsonl", "alertmanager", 141, true)]
    [TestCase("alert_payloads.jsonl", "grafana", 141, true)]
    public async Task Every_recorded_body_is_taken_or_refused_with_a_reason(string file, string source, int count, bool mayBeRefused)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(SharedData.Require("messy"), file));
        using var host = new ProductHost();
        var wrong = new List<string>();
        foreach (var line in lines)
        {
            var body = JsonNode.Parse(line)!;
            body = mayBeRefused ? body["payload"] : body;
            var reply = await host.Client.PostAsync($"/api/alerts/{source}", body?.ToJsonString() ?? "null");
            var isTaken = reply.Status == HttpStatusCode.OK
                && reply.Json["episodes"]!.AsArray().Count + reply.Json["refused"]!.AsArray().Count == (int)reply.Json["received"]!
                && reply.Json["refused"]!.AsArray().All(refused => refused!["problem"]!["errors"]!.AsObject().Count > 0)
                && (mayBeRefused || reply.Json["refused"]!.AsArray().Count == 0);
            var isRefused = mayBeRefused && reply.Status == HttpStatusCode.BadRequest && ((string?)reply.Json["detail"])!.Length > 0;
            if (!isTaken && !isRefused)
                wrong.Add($"{(int)reply.Status} {reply.Text} for {line}");
        }

        Assert.That(lines, Has.Length.EqualTo(count));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task Alerts_and_open_episodes_are_counted()
    {
        using var host = new ProductHost();
        await host.Client.PostAsync("/api/alerts/alertmanager", Body(Alert("Counted"), Alert("Counted", server: "web-2"), Alert("Counted"), "bad"));
        var metrics = (await host.Client.GetReplyAsync("/api/metrics")).Text;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(metrics, Does.Match("""ocp_alerts_received_total\{[^}]*source="alertmanager",status="firing"[^}]*\} 2"""));
            Assert.That(metrics, Does.Match("""ocp_alerts_received_total\{[^}]*source="alertmanager",status="repeat"[^}]*\} 1"""));
            Assert.That(metrics, Does.Match("""ocp_alerts_received_total\{[^}]*source="alertmanager",status="refused"[^}]*\} 1"""));
            Assert.That(metrics, Does.Match("""ocp_episodes\{[^}]*status="open"[^}]*\} 2"""));
        }
    }

    private static IEnumerable<string?> StatusesOf(Reply reply) => reply.Json["episodes"]!.AsArray().Select(episode => (string?)episode!["status"]);

    private static string FingerprintOf(Reply reply) => (string)reply.Json["episodes"]![0]!["fingerprint"]!;

    private static async Task<JsonNode?> FindAsync(string status, string fingerprint) =>
        (await Client.GetReplyAsync($"/api/issues?limit=200&status={status}")).Json["issues"]!.AsArray().FirstOrDefault(issue => (string?)issue!["fingerprint"] == fingerprint);
}
