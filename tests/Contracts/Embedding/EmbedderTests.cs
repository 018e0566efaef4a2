using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Telemetry;
using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>What the embedder adds to whoever makes the vectors.</summary>
public sealed class EmbedderTests
{
    private readonly List<string> _counted = [];
    private ControlPlaneMeter _meter = null!;
    private MeterListener _listener = null!;

    [SetUp]
    public void Listen()
    {
        _counted.Clear();
        _meter = new ControlPlaneMeter();
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == _meter && instrument.Name == "ocp.embeddings")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (_counted)
                _counted.Add((string)tags[0].Value!);
        });
        _listener.Start();
    }

    [TearDown]
    public void Close()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    [Test]
    public async Task A_question_gets_the_prefix_and_a_document_does_not()
    {
        var generator = Answering(3, 4);
        using var embedder = Over(generator);

        Assert.That(await embedder.EmbedQueryAsync("disk full", default), Is.EqualTo(new[] { .6f, .8f }).Within(1e-6));
        Assert.That(await embedder.EmbedDocumentAsync("disk full", default), Is.EqualTo(new[] { .6f, .8f }).Within(1e-6));
        Assert.That(generator.Asked, Is.EqualTo(new[] { "question: disk full", "disk full" }));
        Assert.That(_counted, Is.EqualTo(new[] { "query", "document" }));
    }

    [Test]
    public async Task A_question_asked_again_is_not_embedded_again()
    {
        var generator = Answering(1, 0);
        using var embedder = Over(generator, queryCache: 2);
        var first = await embedder.EmbedQueryAsync("a", default);
        await embedder.EmbedQueryAsync("b", default);
        Assert.That(await embedder.EmbedQueryAsync("a", default), Is.SameAs(first));
        await embedder.EmbedQueryAsync("c", default);
        await embedder.EmbedQueryAsync("a", default);
        Assert.That(generator.Asked, Has.Count.EqualTo(3), "a was used later than b");
        await embedder.EmbedQueryAsync("b", default);
        Assert.That(generator.Asked, Has.Count.EqualTo(4), "b was the one to go");
        Assert.That(_counted, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Without_a_cache_each_question_is_embedded()
    {
        var generator = Answering(1, 0);
        using var embedder = Over(generator, queryCache: 0);
        await embedder.EmbedQueryAsync("a", default);
        await embedder.EmbedQueryAsync("a", default);
        Assert.That(generator.Asked, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_question_too_long_to_keep_is_embedded_each_time()
    {
        var generator = Answering(1, 0);
        using var embedder = Over(generator);
        foreach (var length in new[] { QueryVectors.LongestKept, QueryVectors.LongestKept, QueryVectors.LongestKept + 1, QueryVectors.LongestKept + 1 })
            await embedder.EmbedQueryAsync(new string('a', length), default);
        Assert.That(generator.Asked, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Equal_questions_at_once_are_embedded_once_and_one_who_leaves_does_not_stop_it()
    {
        var gate = new TaskCompletionSource<float[]>();
        var generator = new ScriptedGenerator((_, ct) => gate.Task.WaitAsync(ct));
        using var embedder = Over(generator);
        using var leaves = new CancellationTokenSource();
        var impatient = embedder.EmbedQueryAsync("disk", leaves.Token);
        var patient = Enumerable.Range(0, 8).Select(_ => embedder.EmbedQueryAsync("disk", default)).ToArray();
        await leaves.CancelAsync();

        Assert.That(() => impatient, Throws.InstanceOf<OperationCanceledException>());
        gate.SetResult([0, 1]);
        Assert.That(await Task.WhenAll(patient), Has.All.EqualTo(new[] { 0f, 1f }));
        Assert.That(generator.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_document_can_be_cancelled()
    {
        var generator = new ScriptedGenerator((_, ct) => new TaskCompletionSource<float[]>().Task.WaitAsync(ct));
        using var embedder = Over(generator);
        Assert.That(embedder.Model.Dimension, Is.EqualTo(2));
        using var cancel = new CancellationTokenSource();
        var embedding = embedder.EmbedDocumentAsync("disk", cancel.Token);
        cancel.Cancel();
        Assert.That(() => embedding, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(embedder.State, Is.EqualTo(EmbedderState.Ready), "a caller's leaving is no failure");
    }

    [TestCase(new[] { 1f }, TestName = "A vector that is too short is refused")]
    [TestCase(new[] { 1f, 0f, 0f }, TestName = "A vector that is too long is refused")]
    [TestCase(new[] { float.NaN, 1f }, TestName = "A vector with a NaN is refused")]
    [TestCase(new[] { 1f, float.PositiveInfinity }, TestName = "A vector with an infinity is refused")]
    [TestCase(new[] { 0f, 0f }, TestName = "A vector without a direction is refused")]
    public void A_bad_vector_is_refused(float[] vector)
    {
        using var embedder = Over(Answering(vector));
        var refused = Assert.ThrowsAsync<StoreUnavailableException>(() => embedder.EmbedDocumentAsync("disk", default))!;
        Assert.That((refused.Store, refused.IsTransient, embedder.State), Is.EqualTo(("embedder", false, EmbedderState.Failed)));
        Assert.That(refused.InnerException, Is.InstanceOf<InvalidDataException>());
    }

    [Test]
    public async Task A_failed_question_is_tried_again_and_the_state_follows()
    {
        var fails = true;
        var generator = new ScriptedGenerator((_, _) => fails ? Task.FromException<float[]>(new HttpRequestException("down")) : Task.FromResult(new[] { 1f, 0f }));
        using var embedder = Over(generator);
        Assert.That(embedder.State, Is.EqualTo(EmbedderState.Loading));
        var failure = Assert.ThrowsAsync<StoreUnavailableException>(() => embedder.EmbedQueryAsync("disk", default))!;
        Assert.That((failure.IsTransient, embedder.State), Is.EqualTo((true, EmbedderState.Failed)));

        fails = false;
        Assert.That(await embedder.EmbedQueryAsync("disk", default), Is.EqualTo(new[] { 1f, 0f }));
        Assert.That(embedder.State, Is.EqualTo(EmbedderState.Ready));
    }

    [Test]
    public void A_model_that_cannot_be_opened_is_told_at_every_use_and_opened_once()
    {
        var opened = 0;
        using var embedder = new Embedder(() => throw new InvalidDataException($"broken {++opened}"), 4, _meter, NullLogger<Embedder>.Instance);
        Assert.That(() => embedder.Model, Throws.InstanceOf<StoreUnavailableException>().With.Property("IsTransient").False);
        Assert.That(() => embedder.EmbedQueryAsync("disk", default), Throws.InstanceOf<StoreUnavailableException>());
        Assert.That(() => embedder.EmbedDocumentAsync("disk", default), Throws.InstanceOf<StoreUnavailableException>());
        Assert.That((embedder.State, opened), Is.EqualTo((EmbedderState.Failed, 1)));
        Assert.That(_counted, Is.Empty);
    }

    [Test]
    public void Off_is_said_and_refused()
    {
        IEmbedder off = new NoEmbedder();
        Assert.That((off.Model, off.State), Is.EqualTo(((EmbeddingModel?)null, EmbedderState.Off)));
        Assert.That(() => off.EmbedQueryAsync("disk", default), Throws.InvalidOperationException);
        Assert.That(() => off.EmbedDocumentAsync("disk", default), Throws.InvalidOperationException);
    }

    private static ScriptedGenerator Answering(params float[] vector) => new((_, _) => Task.FromResult(vector));

    private Embedder Over(ScriptedGenerator generator, int queryCache = 256) => new(
        () => new OpenModel(generator, new EmbeddingModel(new ModelStamp("scripted", "1", 2), .6, null), "question: "), queryCache, _meter, NullLogger<Embedder>.Instance);
}
