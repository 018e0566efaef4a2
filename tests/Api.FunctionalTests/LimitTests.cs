using System.Net;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>
/// The limits of contract 1 at the HTTP door, generated over routes × fields × values: at the limit is taken, over it, blank, of the
/// wrong type, with U+0000 or with a lone surrogate is 400 naming the field.
/// </summary>
public sealed class LimitTests
{
    private static readonly string Name200 = new('n', Limits.NameLength);
    private static readonly string Text1MiB = new('t', Limits.TextBytes);

    /// <summary>A field of a route, a body around it, the largest value that is taken and one that is too large.</summary>
    private sealed record Field(string Route, string Name, Func<JsonObject> Body, JsonNode Most, JsonNode Over, bool IsText = true)
    {
        public override string ToString() => $"{Route} {Name}";
    }

    private static IEnumerable<TestCaseData> Cases()
    {
        foreach (var field in Fields())
        {
            yield return Case(field, "at the limit", field.Most, taken: true);
            yield return Case(field, "over the limit", field.Over, taken: false);
            yield return Case(field, "of the wrong type", field.IsText ? JsonValue.Create(7) : JsonValue.Create("seven"), taken: false);
            if (!field.IsText)
                continue;
            yield return Case(field, "blank", JsonValue.Create(" "), taken: false);
            yield return Case(field, "empty", JsonValue.Create(""), taken: false);
            yield return Case(field, "with NUL", JsonValue.Create("a\0b"), taken: false);
            yield return Case(field, "with a lone surrogate", null, taken: false);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_value_is_judged(string route, string name, string body, bool taken)
    {
        var reply = await SharedHost.Client.PostAsync(await RouteAsync(route), body);

        if (taken)
        {
            Assert.That((int)reply.Status, Is.InRange(200, 201), reply.Text);
            return;
        }

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.Problem, Is.EqualTo("/problems/validation"));
        Assert.That(reply.WrongFields, Is.EqualTo(new[] { name }));
        Assert.That((string?)reply.Json["pointers"]![name], Is.EqualTo("#/" + name.Replace('.', '/').Replace("[", "/").Replace("]", "")));
    }

    [Test]
    public void The_cases_cover_every_route_that_takes_a_body()
    {
        var covered = Fields().Select(field => field.Route).ToHashSet();

        Assert.That(covered, Is.EquivalentTo(new[]
        {
            "/api/remember", "/api/fixes", "/api/fixes/{id}/outcomes", "/api/recall", "/api/register-agent", "/api/telemetry-report", "/api/issues/{fingerprint}/occurrences", "/api/fingerprint",
        }));
    }

    [Test]
    public async Task Metadata_may_have_64_KiB_and_16_levels()
    {
        static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        static string Sized(int bytes) => $$"""{"a":"{{new string('x', bytes - 8)}}"}""";
        async Task<HttpStatusCode> TellAsync(string metadata) =>
            (await SharedHost.Client.PostAsync("/api/remember", $$"""{"key": "{{Http.Unique("note:m")}}", "content": "x", "metadata": {{metadata}}}""")).Status;

        Assert.That(await TellAsync(Nested(16)), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await TellAsync(Nested(17)), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await TellAsync(Sized(Limits.MetadataBytes)), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await TellAsync(Sized(Limits.MetadataBytes + 1)), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_time_may_be_five_minutes_ahead()
    {
        async Task<Reply> TellAsync(long ts) =>
            await SharedHost.Client.PostAsync("/api/fixes", new { issue = Http.Unique("clock of"), solution = "x", ts });
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        Assert.That((await TellAsync(now + Limits.AheadMilliseconds - 60_000)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await TellAsync(now + Limits.AheadMilliseconds + 60_000)).WrongFields, Is.EqualTo(new[] { "ts" }));
        Assert.That((await TellAsync(0)).WrongFields, Is.EqualTo(new[] { "ts" }));
    }

    [Test]
    public async Task A_fix_may_have_32_tags()
    {
        async Task<Reply> TellAsync(int tags) => await SharedHost.Client.PostAsync(
            "/api/fixes", new { issue = Http.Unique("tags of"), solution = "x", tags = Enumerable.Range(0, tags).Select(tag => $"t{tag}") });

        Assert.That((await TellAsync(32)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await TellAsync(33)).WrongFields, Is.EqualTo(new[] { "tags" }));
    }

    private static IEnumerable<Field> Fields()
    {
        static JsonObject Remember() => new() { ["key"] = Http.Unique("note:limit"), ["content"] = "c" };
        static JsonObject Fix() => new() { ["issue"] = Http.Unique("limit of"), ["solution"] = "s" };
        static JsonObject Register() => new() { ["name"] = Http.Unique("limits"), ["server"] = "s" };
        static JsonObject Report() => new() { ["agent"] = Http.Unique("limits"), ["metrics"] = new JsonObject() };
        foreach (var (route, body) in new (string, Func<JsonObject>)[]
        {
            ("/api/remember", Remember), ("/api/fixes", Fix), ("/api/fixes/{id}/outcomes", () => new JsonObject { ["outcome"] = "worked" }),
            ("/api/recall", () => new JsonObject { ["key"] = "limits" }), ("/api/issues/{fingerprint}/occurrences", () => []),
        })
        {
            foreach (var part in new[] { "service", "server", "environment", "version" })
                yield return new Field(route, $"scope.{part}", body, Name200, Name200 + "n");
        }

        foreach (var (route, body) in new (string, Func<JsonObject>)[]
        {
            ("/api/remember", Remember), ("/api/fixes", Fix), ("/api/fixes/{id}/outcomes", () => new JsonObject { ["outcome"] = "worked" }), ("/api/telemetry-report", Report),
        })
        {
            yield return new Field(route, "agent", body, Name200, Name200 + "n");
        }

        yield return new Field("/api/remember", "key", Remember, new string('k', Limits.KeyLength), new string('k', Limits.KeyLength + 1));
        yield return new Field("/api/remember", "content", Remember, Text1MiB, Text1MiB + "t");
        yield return new Field("/api/fixes", "issue", Fix, Text1MiB, Text1MiB + "t");
        yield return new Field("/api/fixes", "solution", Fix, Text1MiB, Text1MiB + "t");
        yield return new Field("/api/fixes", "source", Fix, Name200, Name200 + "n");
        yield return new Field("/api/fixes", "source_id", Fix, Name200, Name200 + "n");
        yield return new Field("/api/fixes", "tags[0]", Fix, Name200, Name200 + "n");
        yield return new Field("/api/fixes/{id}/outcomes", "application_id", () => new JsonObject { ["outcome"] = "worked" }, Name200, Name200 + "n");
        yield return new Field("/api/recall", "key", () => [], Text1MiB, Text1MiB + "t");
        yield return new Field("/api/recall", "limit", () => new JsonObject { ["key"] = "x" }, Limits.RecallLimit, Limits.RecallLimit + 1, IsText: false);
        yield return new Field("/api/recall", "budget_ms", () => new JsonObject { ["key"] = "x" }, Limits.BudgetMilliseconds, Limits.BudgetMilliseconds + 1, IsText: false);
        foreach (var part in new[] { "service", "server", "environment", "version", "agent", "tag" })
            yield return new Field("/api/recall", $"filter.{part}", () => new JsonObject { ["key"] = "x" }, Name200, Name200 + "n");
        yield return new Field("/api/register-agent", "name", Register, Name200, Name200 + "n");
        yield return new Field("/api/register-agent", "server", Register, Name200, Name200 + "n");
        yield return new Field("/api/register-agent", "instance_id", Register, Name200, Name200 + "n");
        yield return new Field("/api/register-agent", "interval_seconds", Register, 86_400, 86_401, IsText: false);
        yield return new Field("/api/telemetry-report", "server", Report, Name200, Name200 + "n");
        yield return new Field("/api/telemetry-report", "instance_id", Report, Name200, Name200 + "n");
        yield return new Field("/api/issues/{fingerprint}/occurrences", "source", () => [], Name200, Name200 + "n");
        yield return new Field("/api/fingerprint", "text", () => [], Text1MiB, Text1MiB + "t");
    }

    private static TestCaseData Case(Field field, string what, JsonNode? value, bool taken)
    {
        // No JSON writer puts a lone surrogate into a text; it is put there by hand.
        var body = With(field, value?.DeepClone() ?? JsonValue.Create("LONE"));
        return new TestCaseData(field.Route, field.Name, value is null ? body.Replace("LONE", "\\ud800", StringComparison.Ordinal) : body, taken)
            .SetArgDisplayNames(field.ToString(), what);
    }

    private static string With(Field field, JsonNode value)
    {
        var body = field.Body();
        var parts = field.Name.Split('.');
        if (field.Name.EndsWith("[0]", StringComparison.Ordinal))
            body[field.Name[..^3]] = new JsonArray(value);
        else if (parts.Length == 2)
            body[parts[0]] = new JsonObject { [parts[1]] = value };
        else
            body[field.Name] = value;
        return body.ToJsonString();
    }

    private static async Task<string> RouteAsync(string route)
    {
        if (!route.Contains('{', StringComparison.Ordinal))
            return route;
        var fix = await SharedHost.Client.PostAsync("/api/fixes", new { issue = Http.Unique("route of"), solution = "x" });
        return route.Replace("{id}", (string)fix.Json["id"]!, StringComparison.Ordinal).Replace("{fingerprint}", (string)fix.Json["fingerprint"]!, StringComparison.Ordinal);
    }
}
