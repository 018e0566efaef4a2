using System.Net;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class IdempotencyTests
{
    private static HttpClient Client => SharedHost.Client;

    private static IEnumerable<TestCaseData> Writes()
    {
        yield return new TestCaseData("/api/remember", () => (object)new { key = Http.Unique("key:once"), content = "x" }).SetArgDisplayNames("remember");
        yield return new TestCaseData("/api/fixes", () => (object)new { issue = Http.Unique("once"), solution = "x", success = true }).SetArgDisplayNames("fixes");
        yield return new TestCaseData("/api/register-agent", () => (object)new { name = Http.Unique("once"), server = "s" }).SetArgDisplayNames("register-agent");
        yield return new TestCaseData("/api/telemetry-report", () => (object)new { agent = Http.Unique("once"), metrics = new { load = 1 } }).SetArgDisplayNames("telemetry-report");
        yield return new TestCaseData("/api/fixes/batch", () => (object)new[] { new { issue = Http.Unique("once"), solution = "x", success = true } }).SetArgDisplayNames("batch");
    }

    [TestCaseSource(nameof(Writes))]
    public async Task A_repeat_gets_the_first_answer_and_another_body_422(string path, Func<object> body)
    {
        var sent = body();
        var key = Http.Unique("key").Replace(' ', '-');
        var first = await Client.PostAsync(path, sent, ("Idempotency-Key", key));

        var repeat = await Client.PostAsync(path, sent, ("Idempotency-Key", $"\"{key}\""));
        var other = await Client.PostAsync(path, body(), ("Idempotency-Key", key));

        Assert.That((int)first.Status, Is.InRange(200, 201), first.Text);
        Assert.That(first.Header("Idempotency-Replayed"), Is.Null);
        Assert.That(repeat.Status, Is.EqualTo(first.Status), repeat.Text);
        Assert.That(repeat.Header("Idempotency-Replayed"), Is.EqualTo("true"));
        Assert.That(Same(repeat), Is.EqualTo(Same(first)));
        Assert.That((int)other.Status, Is.EqualTo(422), other.Text);
        Assert.That(other.Problem, Is.EqualTo("/problems/idempotency-key-reused"));
    }

    [Test]
    public async Task Outcomes_and_occurrences_take_a_key_too()
    {
        var fix = await Client.PostAsync("/api/fixes", new { issue = Http.Unique("keyed outcome"), solution = "x" });
        foreach (var (path, body) in new[]
        {
            ($"/api/fixes/{fix.Json["id"]}/outcomes", """{"outcome": "worked"}"""),
            ($"/api/issues/{fix.Json["fingerprint"]}/occurrences", """{"source": "probe"}"""),
        })
        {
            var key = Http.Unique("key").Replace(' ', '-');
            var first = await Client.PostAsync(path, body, ("Idempotency-Key", key));
            var repeat = await Client.PostAsync(path, body, ("Idempotency-Key", key));

            Assert.That(first.Status, Is.EqualTo(HttpStatusCode.Created), first.Text);
            Assert.That((repeat.Status, repeat.Header("Idempotency-Replayed"), Same(repeat)), Is.EqualTo((first.Status, "true", Same(first))));
        }
    }

    [Test]
    public async Task A_key_is_bound_to_its_route()
    {
        var key = Http.Unique("key").Replace(' ', '-');
        await Client.PostAsync("/api/remember", new { key = Http.Unique("note:r"), content = "x" }, ("Idempotency-Key", key));

        var reply = await Client.PostAsync("/api/fixes", new { issue = Http.Unique("other route"), solution = "x" }, ("Idempotency-Key", key));

        Assert.That((int)reply.Status, Is.EqualTo(422), reply.Text);
    }

    [TestCase("")]
    [TestCase("\"unclosed")]
    [TestCase("\"\"")]
    [TestCase("tab\tinside")]
    [TestCase("201")]
    public async Task A_key_that_is_none_is_400(string key)
    {
        var value = key == "201" ? new string('k', 201) : key;

        var reply = await Client.PostAsync("/api/remember", new { key = "note:k", content = "x" }, ("Idempotency-Key", value));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.WrongFields, Is.EqualTo(new[] { "Idempotency-Key" }));
    }

    [Test]
    public void A_key_whose_request_runs_turns_a_second_one_away()
    {
        var keys = new KeysInFlight();
        using (keys.Enter("k"))
        {
            Assert.That(() => keys.Enter("k"), Throws.InstanceOf<DomainException>().With.Property("Code").EqualTo("idempotency-key-in-flight"));
            Assert.That(() => keys.Enter(null).Dispose(), Throws.Nothing);
        }

        Assert.That(() => keys.Enter("k").Dispose(), Throws.Nothing);
    }

    // An agent's status, and a standing's last digits, are what they are now: evidence ages. Everything else of the answer is the first one's.
    private static string Same(Reply reply) => System.Text.RegularExpressions.Regex.Replace(reply.Text, "\"status\":\"\\w+\"|(?<=\\.\\d{5})\\d+", "");
}
