using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Embedding;
using static ObsControlPlane.Contracts.Embedding.ScriptedEndpoint;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>The embedder over an endpoint, from the settings to the wire.</summary>
public sealed class EndpointTests
{
    private const string Key = "sk-never-to-be-seen";

    private readonly SkippingTime _time = new();
    private readonly TextLog _log = new();
    private ServiceProvider? _provider;

    [SetUp]
    public void Forget()
    {
        _time.Waits.Clear();
        _log.Lines.Clear();
    }

    [TearDown]
    public void Close() => _provider?.Dispose();

    [Test]
    public async Task A_text_is_posted_as_the_protocol_says()
    {
        var endpoint = new ScriptedEndpoint(Vector("3, 4"));
        var embedder = Over(endpoint, ("QueryPrefix", "query: "));

        Assert.That(await embedder.EmbedQueryAsync("disk full", default), Is.EqualTo(new[] { .6f, .8f }).Within(1e-6));
        var (address, authorization, body) = endpoint.Sent.Single();
        Assert.That((address, authorization), Is.EqualTo((new Uri("https://models.test/v1/embeddings"), "Bearer " + Key)));
        Assert.That(JsonNode.Parse(body)!.ToJsonString(), Is.EqualTo("""{"model":"text-model","input":["query: disk full"],"encoding_format":"float"}"""));
    }

    [Test]
    public async Task A_long_text_is_cut_before_it_is_sent_and_never_through_a_character()
    {
        var endpoint = new ScriptedEndpoint(Vector("1, 0"));
        var embedder = Over(endpoint, ("MaxCharacters", "16"));
        await embedder.EmbedDocumentAsync(new string('a', 15) + "\U0001F525 and more", default);
        await embedder.EmbedDocumentAsync(new string('a', 14) + "\U0001F525 and more", default);
        Assert.That(endpoint.Sent.Select(sent => (string?)JsonNode.Parse(sent.Body)!["input"]![0]), Is.EqualTo(new[] { new string('a', 15), new string('a', 14) + "\U0001F525" }));
    }

    [Test]
    public async Task Too_many_requests_are_repeated_when_the_endpoint_says()
    {
        var endpoint = new ScriptedEndpoint(Says("{}", HttpStatusCode.TooManyRequests, retryAfter: 7), Vector("1, 0"));
        Assert.That(await Over(endpoint).EmbedDocumentAsync("disk", default), Is.EqualTo(new[] { 1f, 0f }));
        Assert.That(endpoint.Sent, Has.Count.EqualTo(2));
        Assert.That(endpoint.Sent[1], Is.EqualTo(endpoint.Sent[0]));
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(7) }));
    }

    [Test]
    public async Task A_server_error_that_passes_is_not_seen()
    {
        var endpoint = new ScriptedEndpoint(Says("oops", HttpStatusCode.InternalServerError), Says("", HttpStatusCode.BadGateway), Vector("1, 0"));
        Assert.That(await Over(endpoint).EmbedDocumentAsync("disk", default), Is.EqualTo(new[] { 1f, 0f }));
        Assert.That(endpoint.Sent, Has.Count.EqualTo(3));
    }

    [TestCase(HttpStatusCode.ServiceUnavailable, 4, true)]
    [TestCase(HttpStatusCode.TooManyRequests, 4, true)]
    [TestCase(HttpStatusCode.Unauthorized, 1, true)]
    [TestCase(HttpStatusCode.NotFound, 1, true)]
    [TestCase(HttpStatusCode.TemporaryRedirect, 1, false)]
    public void A_refusal_is_repeated_only_where_that_may_help(HttpStatusCode status, int sent, bool transient)
    {
        var endpoint = new ScriptedEndpoint(Says($"your key {Key} is wrong", status));
        var failure = Fails(Over(endpoint));
        Assert.That((endpoint.Sent.Count, failure.IsTransient), Is.EqualTo((sent, transient)));
        Assert.That(((HttpRequestException)failure.InnerException!).StatusCode, Is.EqualTo(status));
        Assert.That(failure.ToString() + string.Join('\n', _log.Lines), Does.Not.Contain(Key));
        Assert.That(_log.Lines, Is.Not.Empty);
    }

    [Test]
    public void An_endpoint_that_cannot_be_reached_may_be_reached_later()
    {
        var endpoint = new ScriptedEndpoint(_ => throw new HttpRequestException("no route"));
        var failure = Fails(Over(endpoint));
        Assert.That((endpoint.Sent.Count, failure.IsTransient), Is.EqualTo((4, true)));
    }

    [Test]
    public void An_endpoint_that_does_not_answer_is_given_up()
    {
        var failure = Fails(Over(new ScriptedEndpoint(Never), ("TimeoutMilliseconds", "100")));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.InnerException, Is.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_caller_who_leaves_is_let_go()
    {
        using var cancel = new CancellationTokenSource();
        var embedding = Over(new ScriptedEndpoint(Never)).EmbedDocumentAsync("disk", cancel.Token);
        cancel.Cancel();
        Assert.That(() => embedding, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("<html>gateway</html>")]
    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"data":{}}""")]
    [TestCase("""{"data":[]}""")]
    [TestCase("""{"data":[7]}""")]
    [TestCase("""{"data":[{"embedding":"AACAPwAAAAA="}]}""")]
    [TestCase("""{"data":[{"embedding":[1,0]},{"embedding":[1,0]}]}""")]
    [TestCase("""{"data":[{"embedding":[]}]}""")]
    [TestCase("""{"data":[{"embedding":[1]}]}""")]
    [TestCase("""{"data":[{"embedding":[1,0,0]}]}""")]
    [TestCase("""{"data":[{"embedding":[0,0]}]}""")]
    [TestCase("""{"data":[{"embedding":[NaN,1]}]}""")]
    [TestCase("""{"data":[{"embedding":["NaN",1]}]}""")]
    [TestCase("""{"data":[{"embedding":[null,1]}]}""")]
    [TestCase("""{"data":[{"embedding":[1e999,1]}]}""")]
    public void An_answer_that_is_no_vector_of_the_model_is_refused_and_not_asked_for_again(string body)
    {
        var endpoint = new ScriptedEndpoint(Says(body));
        var failure = Fails(Over(endpoint));
        Assert.That((endpoint.Sent.Count, failure.IsTransient), Is.EqualTo((1, false)));
        Assert.That(failure.InnerException, Is.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void An_answer_without_end_is_not_read_to_its_end()
    {
        var failure = Fails(Over(new ScriptedEndpoint(Says(new string(' ', EndpointEmbeddingGenerator.LargestAnswer + 1)))));
        Assert.That(failure.InnerException, Is.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void The_stamp_changes_with_whatever_changes_a_vector()
    {
        string Revision(params (string Name, string Value)[] settings)
        {
            var stamp = Over(new ScriptedEndpoint(Vector("1, 0")), settings).Model!.Stamp;
            Assert.That((stamp.Id, stamp.Dimension), Is.EqualTo(("text-model", 2)));
            _provider!.Dispose();
            return stamp.Revision;
        }

        string[] revisions =
        [
            Revision(), Revision(("QueryPrefix", "query: ")), Revision(("MaxCharacters", "100")), Revision(("Endpoint", "https://other.test/v1/embeddings")),
        ];
        Assert.That(revisions, Is.Unique.And.All.Length.EqualTo(12));
        Assert.That(Revision(("ApiKey", "another"), ("QueryCache", "7")), Is.EqualTo(revisions[0]));
    }

    private static StoreUnavailableException Fails(IEmbedder embedder) => Assert.ThrowsAsync<StoreUnavailableException>(() => embedder.EmbedDocumentAsync("disk", default))!;

    private IEmbedder Over(ScriptedEndpoint endpoint, params (string Name, string Value)[] settings)
    {
        (string Name, string Value)[] standard = [("Endpoint", "https://models.test/v1/embeddings"), ("Model", "text-model"), ("Dimensions", "2"), ("ApiKey", Key)];
        var merged = standard.Concat(settings).GroupBy(setting => setting.Name).Select(group => group.Last()).ToArray();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddEmbedding(Models.Section(merged));
        services.AddHttpClient(EndpointModel.ClientName).ConfigurePrimaryHttpMessageHandler(() => endpoint);
        _provider = services.BuildServiceProvider();
        return _provider.GetRequiredService<IEmbedder>();
    }

    private sealed class TextLog : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
                Lines.Add(formatter(state, exception) + exception);
        }

        public void Dispose()
        {
        }
    }
}
