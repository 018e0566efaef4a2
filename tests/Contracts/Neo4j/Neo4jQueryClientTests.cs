using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Neo4j.Query;
using Polly.CircuitBreaker;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>What the client makes of every kind of answer: a success, or a failure that says what it is, after as many repeats as help.</summary>
[TestFixture]
public sealed class Neo4jQueryClientTests
{
    private const int Repeated = 3;

    private static readonly CypherStatement One = new("ask for one", "RETURN $one AS one");

    public static IEnumerable<TestCaseData> Failures =>
    [
        Case("deadlock as 400", ScriptedServer.Refuses("Neo.TransientError.Transaction.DeadlockDetected"), Neo4jFaultKind.Busy, Repeated),
        Case("deadlock inside a 202", ScriptedServer.BreaksOffWith("Neo.TransientError.Transaction.DeadlockDetected"), Neo4jFaultKind.Busy, Repeated),
        Case("lock not got in time", ScriptedServer.Refuses("Neo.TransientError.Transaction.LockAcquisitionTimeout"), Neo4jFaultKind.Busy, Repeated),
        Case("lock client stopped", ScriptedServer.Refuses("Neo.TransientError.Transaction.LockClientStopped"), Neo4jFaultKind.Busy, Repeated),
        Case("database not available yet", ScriptedServer.Refuses("Neo.TransientError.General.DatabaseUnavailable", 503), Neo4jFaultKind.Busy, Repeated),
        Case("out of memory inside a 202", ScriptedServer.BreaksOffWith("Neo.TransientError.General.MemoryPoolOutOfMemoryError"), Neo4jFaultKind.Busy, 1),
        Case("bookmark ahead of the store", ScriptedServer.Refuses("Neo.TransientError.Transaction.BookmarkTimeout"), Neo4jFaultKind.Busy, 1),
        Case("statement timed out", ScriptedServer.BreaksOffWith("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"), Neo4jFaultKind.Busy, 1),
        Case("commit failed", ScriptedServer.Refuses("Neo.DatabaseError.Transaction.TransactionCommitFailed", 500), Neo4jFaultKind.Busy, 1),
        Case("a code nobody knows yet", ScriptedServer.Refuses("Neo.TransientError.Future.Unheard"), Neo4jFaultKind.Busy, 1),
        Case("value too long for an index", ScriptedServer.Refuses("Neo.DatabaseError.Statement.ExecutionFailed", 500), Neo4jFaultKind.Refusal, 1),
        Case("constraint inside a 202", ScriptedServer.BreaksOffWith("Neo.ClientError.Schema.ConstraintValidationFailed"), Neo4jFaultKind.Refusal, 1),
        Case("constraint as 400", ScriptedServer.Refuses("Neo.ClientError.Schema.ConstraintValidationFailed"), Neo4jFaultKind.Refusal, 1),
        Case("division by zero inside a 202", ScriptedServer.BreaksOffWith("Neo.ClientError.Statement.ArithmeticError"), Neo4jFaultKind.Refusal, 1),
        Case("a map as a property", ScriptedServer.BreaksOffWith("Neo.ClientError.Statement.TypeError"), Neo4jFaultKind.Refusal, 1),
        Case("number too large", ScriptedServer.Refuses("N/A"), Neo4jFaultKind.Refusal, 1),
        Case("body not understood", ScriptedServer.Refuses("Neo.ClientError.Request.Invalid"), Neo4jFaultKind.Refusal, 1),
        Case("syntax error", ScriptedServer.Refuses("Neo.ClientError.Statement.SyntaxError"), Neo4jFaultKind.Setup, 1),
        Case("write in a read", ScriptedServer.Refuses("Neo.ClientError.Statement.AccessMode"), Neo4jFaultKind.Setup, 1),
        Case("no such database", ScriptedServer.Refuses("Neo.ClientError.Database.DatabaseNotFound", 404), Neo4jFaultKind.Setup, 1),
        Case("constraint cannot be made", ScriptedServer.Refuses("Neo.DatabaseError.Schema.ConstraintCreationFailed", 500), Neo4jFaultKind.Setup, 1),
        Case("wrong password", ScriptedServer.Refuses("Neo.ClientError.Security.Unauthorized", 401), Neo4jFaultKind.SignIn, 1),
        Case("forbidden", ScriptedServer.Refuses("Neo.ClientError.Security.Forbidden", 403), Neo4jFaultKind.SignIn, 1),
        Case("locked out", ScriptedServer.Refuses("Neo.ClientError.Security.AuthenticationRateLimit", 429), Neo4jFaultKind.LockedOut, 1),
        Case("202 without bookmarks", ScriptedServer.Says("""{"data":{"fields":["one"],"values":[[1]]}}"""), Neo4jFaultKind.Unreachable, 1),
        Case("202 with empty bookmarks", ScriptedServer.Says("""{"data":{"fields":[],"values":[]},"bookmarks":[]}"""), Neo4jFaultKind.Unreachable, 1),
        Case("cut off in the middle", ScriptedServer.Says(ScriptedServer.Success[..30]), Neo4jFaultKind.Unreachable, Repeated),
        Case("empty body", ScriptedServer.Says(""), Neo4jFaultKind.Unreachable, Repeated),
        Case("connection broken in the body", ScriptedServer.Breaks, Neo4jFaultKind.Unreachable, Repeated),
        Case("connection reset", ScriptedServer.Fails(new HttpRequestException("reset", new IOException())), Neo4jFaultKind.Unreachable, Repeated),
        Case("nobody listens", ScriptedServer.Fails(new HttpRequestException(HttpRequestError.ConnectionError)), Neo4jFaultKind.Unreachable, 1),
        Case("no such host", ScriptedServer.Fails(new HttpRequestException(HttpRequestError.NameResolutionError)), Neo4jFaultKind.Unreachable, 1),
        Case("certificate nobody vouches for", ScriptedServer.Fails(new HttpRequestException(HttpRequestError.SecureConnectionError)), Neo4jFaultKind.Setup, 1),
        Case("connecting took too long", ScriptedServer.Fails(new TaskCanceledException("connect", new TimeoutException())), Neo4jFaultKind.Unreachable, 1),
        Case("no answer", ScriptedServer.Never, Neo4jFaultKind.Unreachable, 1),
        Case("a body that never ends", ScriptedServer.NeverEnds, Neo4jFaultKind.Unreachable, 1),
        Case("page of a proxy, 503", ScriptedServer.Says("<html>busy</html>", 503, "text/html"), Neo4jFaultKind.Unreachable, 1),
        Case("page of something else, 404", ScriptedServer.Says("<html>not found</html>", 404, "text/html"), Neo4jFaultKind.Setup, 1),
        Case("page with status 202", ScriptedServer.Says("<html>hello</html>", 202, "text/html"), Neo4jFaultKind.Setup, 1),
        Case("success with another content type", ScriptedServer.Says(ScriptedServer.Success, 202, "text/plain"), Neo4jFaultKind.Setup, 1),
        Case("success with status 200", ScriptedServer.Says(ScriptedServer.Success, 200), Neo4jFaultKind.Setup, 1),
        Case("503 with JSON and no code", ScriptedServer.Says("{}", 503), Neo4jFaultKind.Unreachable, 1),
        Case("errors without a code", ScriptedServer.Says("""{"errors":[{"message":"no"}],"bookmarks":["FB"]}"""), Neo4jFaultKind.Setup, 1),
        Case("errors that are no list", ScriptedServer.Says("""{"errors":"no"}"""), Neo4jFaultKind.Setup, 1),
        Case("a list where an object belongs", ScriptedServer.Says("[1]"), Neo4jFaultKind.Setup, 1),
        Case("rows that are no list", ScriptedServer.Says("""{"data":{"fields":[],"values":{}},"bookmarks":["FB"]}"""), Neo4jFaultKind.Setup, 1),
        Case("a text where a number belongs", ScriptedServer.Says("""{"data":{"fields":["one"],"values":[["1"]]},"bookmarks":["FB"]}"""), Neo4jFaultKind.Setup, 1),
        Case("a row without columns", ScriptedServer.Says("""{"data":{"fields":[],"values":[[]]},"bookmarks":["FB"]}"""), Neo4jFaultKind.Setup, 1),
        Case("larger than is read", ScriptedServer.Says($$"""{"data":{"fields":[],"values":[["{{new string('x', 5_000)}}"]]},"bookmarks":["FB"]}"""), Neo4jFaultKind.Setup, 1),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task A_failure_says_what_it_is(Func<CancellationToken, Task<HttpResponseMessage>> answer, object kind, int asked)
    {
        using var server = new ScriptedServer(answer);
        using var client = server.Client();

        var failure = Assert.ThrowsAsync<StoreUnavailableException>(() => AskAsync(client))!;

        var fault = (Neo4jFaultKind)kind;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((failure.InnerException as Neo4jException)?.Kind, Is.EqualTo(fault));
            Assert.That(failure.IsTransient, Is.EqualTo(fault is Neo4jFaultKind.Unreachable or Neo4jFaultKind.Busy or Neo4jFaultKind.LockedOut));
            Assert.That(failure.IsRefusal, Is.EqualTo(fault == Neo4jFaultKind.Refusal));
            Assert.That(server.Asked, Is.EqualTo(asked));
            Assert.That((failure.Store, failure.Operation), Is.EqualTo(("graph", "ask for one")));
            Assert.That(failure.ToString(), Does.Not.Contain("secret-password"));
        }

        await Task.CompletedTask;
    }

    [TestCaseSource(nameof(Failures))]
    public async Task What_is_said_of_a_failure_to_anybody_quotes_nothing_of_the_servers_words(Func<CancellationToken, Task<HttpResponseMessage>> answer, object kind, int asked)
    {
        using var server = new ScriptedServer(answer);
        using var client = server.Client();
        var failure = Assert.ThrowsAsync<StoreUnavailableException>(() => AskAsync(client))!;

        var cause = (Neo4jException)failure.InnerException!;
        Assert.That(failure.Reason, Is.EqualTo(cause.Code is { } code ? $"The graph answered {code}; the log says more." : cause.Message), $"{kind} after {asked}");
        await Task.CompletedTask;
    }

    [Test]
    public async Task A_success_gives_the_rows_and_is_asked_for_once()
    {
        using var server = new ScriptedServer(ScriptedServer.Says(ScriptedServer.Success));
        using var client = server.Client();

        Assert.That(await AskAsync(client), Is.EqualTo([1L]));

        var (address, authorization, body) = server.Sent.Single();
        using var sent = JsonDocument.Parse(body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(address, Is.EqualTo(new Uri("http://graph:7474/db/neo4j/query/v2")));
            Assert.That(authorization, Is.EqualTo("Basic " + Convert.ToBase64String("neo4j:secret-password"u8)));
            Assert.That(sent.RootElement.EnumerateObject().Select(member => member.Name), Is.EquivalentTo(["statement", "parameters", "accessMode"]));
            Assert.That(sent.RootElement.GetProperty("accessMode").GetString(), Is.EqualTo("READ"));
            Assert.That(sent.RootElement.GetProperty("parameters").GetProperty("one").GetInt64(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_deadlock_that_passes_is_no_failure()
    {
        using var server = new ScriptedServer(
            ScriptedServer.BreaksOffWith("Neo.TransientError.Transaction.DeadlockDetected"), ScriptedServer.Breaks, ScriptedServer.Says(ScriptedServer.Success));
        using var client = server.Client();

        Assert.That(await AskAsync(client), Is.EqualTo([1L]));
    }

    [Test]
    public async Task A_wrong_password_is_tried_once_whoever_asks_until_the_pause_is_over()
    {
        var time = new FakeTimeProvider();
        using var server = new ScriptedServer(ScriptedServer.Refuses("Neo.ClientError.Security.Unauthorized", 401), ScriptedServer.Says(ScriptedServer.Success));
        using var client = server.Client(time);

        var ends = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EndAsync(client)));
        Assert.That(ends, Is.All.InstanceOf<StoreUnavailableException>());
        Assert.That(server.Asked, Is.EqualTo(1));

        time.Advance(SignInGate.LockOut);
        Assert.That(await AskAsync(client), Is.EqualTo([1L]));
        Assert.That(server.Asked, Is.EqualTo(2));
    }

    [Test]
    public async Task A_server_that_does_not_answer_is_left_alone_for_a_while()
    {
        var time = new FakeTimeProvider();
        using var server = new ScriptedServer(ScriptedServer.Fails(new HttpRequestException(HttpRequestError.ConnectionError)));
        using var client = server.Client(time);

        for (var i = 0; i < 10; i++)
            await EndAsync(client);

        Assert.That((client.Circuit, server.Asked), Is.EqualTo((CircuitState.Open, 4)));
        time.Advance(TimeSpan.FromSeconds(2.1));
        await EndAsync(client);
        Assert.That((client.Circuit, server.Asked), Is.EqualTo((CircuitState.Open, 5)));
    }

    [TestCase(300, CircuitState.Open)]
    [TestCase(50, CircuitState.Closed)]
    public async Task A_server_that_hangs_is_left_alone_though_its_callers_went_away(int patience, CircuitState circuit)
    {
        var time = new FakeTimeProvider();
        using var server = new ScriptedServer(ScriptedServer.Says(ScriptedServer.Success), ScriptedServer.Never);
        using var client = server.Client(time);
        await AskAsync(client);

        for (var i = 0; i < 5; i++)
        {
            using var gone = new CancellationTokenSource();
            var asking = client.RunAsync(One, new { one = 1 }, row => row[0].GetInt64(), gone.Token);
            time.Advance(TimeSpan.FromMilliseconds(patience));
            await gone.CancelAsync();
            Assert.That(async () => await asking, client.Circuit == CircuitState.Open ? Throws.Exception : Throws.InstanceOf<OperationCanceledException>());
        }

        Assert.That(client.Circuit, Is.EqualTo(circuit));
    }

    [Test]
    public async Task Refusals_do_not_open_the_breaker()
    {
        using var server = new ScriptedServer(ScriptedServer.Refuses("Neo.ClientError.Schema.ConstraintValidationFailed"));
        using var client = server.Client();

        for (var i = 0; i < 20; i++)
            await EndAsync(client);

        Assert.That((client.Circuit, server.Asked), Is.EqualTo((CircuitState.Closed, 20)));
    }

    [Test]
    public void Who_goes_away_is_cancelled_and_not_told_of_a_store()
    {
        using var server = new ScriptedServer(ScriptedServer.Never);
        using var client = server.Client();
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.That(() => client.RunAsync(One, new { one = 1 }, row => row[0].GetInt64(), gone.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static Task<IReadOnlyList<long>> AskAsync(Neo4jQueryClient client) =>
        client.RunAsync(One, new { one = 1 }, row => row[0].GetInt64(), CancellationToken.None);

    private static async Task<Exception?> EndAsync(Neo4jQueryClient client)
    {
        try
        {
            await AskAsync(client);
            return null;
        }
        catch (StoreUnavailableException exception)
        {
            return exception;
        }
    }

    private static TestCaseData Case(string name, Func<CancellationToken, Task<HttpResponseMessage>> answer, Neo4jFaultKind kind, int asked) =>
        new TestCaseData(answer, kind, asked).SetArgDisplayNames(name);
}
