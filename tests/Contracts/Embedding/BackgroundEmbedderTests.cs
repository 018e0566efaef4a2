using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Sqlite;
using ObsControlPlane.Infrastructure.Embedding;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>Makes what waits, once, and goes on where it stood.</summary>
public sealed class BackgroundEmbedderTests
{
    private static readonly ModelStamp Model = Searching.First;

    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLog _log = new();
    private TemporaryStore _temporary = null!;
    private RecordStore _store = null!;

    [SetUp]
    public void Open()
    {
        _temporary = new TemporaryStore();
        _store = SqliteRecord.Over(_temporary.Store, new SqliteFixSearch(_temporary.Store));
    }

    [TearDown]
    public async Task CloseAsync() => await _temporary.DisposeAsync();

    [Test]
    public async Task What_waits_gets_its_vector_and_so_does_what_comes_later()
    {
        await TellAsync("one", "two");
        var embedder = new ScriptedEmbedder(Model);
        using var running = await StartAsync(embedder);
        await UntilAsync(stats => stats.Ready == 2);
        await TellAsync("three");
        await UntilAsync(stats => stats.Ready == 3);
        await running.StopAsync(CancellationToken.None);

        Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Model, null, 3, 0, 3)));
        Assert.That(embedder.Made, Is.EqualTo(["one", "two", "three"]));
    }

    [Test]
    public async Task It_goes_on_after_a_restart_and_makes_none_twice()
    {
        string[] texts = ["one", "two", "three", "four", "five"];
        await TellAsync(texts);
        var reached = new TaskCompletionSource();
        var first = new ScriptedEmbedder(Model, async (text, ct) =>
        {
            if (text != "three")
                return;
            reached.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
        });
        using (var running = await StartAsync(first))
        {
            await reached.Task;
            await running.StopAsync(CancellationToken.None);
        }

        await _temporary.ReopenAsync();
        _store = SqliteRecord.Over(_temporary.Store, new SqliteFixSearch(_temporary.Store));
        var between = await _store.VectorStatsAsync();
        var second = new ScriptedEmbedder(Model);
        using var again = await StartAsync(second);
        await UntilAsync(stats => stats.Waiting == 0);
        await again.StopAsync(CancellationToken.None);

        Assert.That((between.Ready, between.Waiting), Is.EqualTo((2L, 3L)), "what was made before the end was kept");
        Assert.That(first.Made.Concat(second.Made), Is.EqualTo(texts));
    }

    [Test]
    public async Task A_failure_that_may_pass_is_tried_again_later_and_later()
    {
        await TellAsync("one");
        var attempts = new ConcurrentQueue<DateTimeOffset>();
        var embedder = new ScriptedEmbedder(Model, (_, _) =>
        {
            attempts.Enqueue(_clock.GetUtcNow());
            return attempts.Count <= 7 ? throw Failure(transient: true) : Task.CompletedTask;
        });
        using var running = await StartAsync(embedder);
        await UntilAsync(stats => stats.Ready == 1);
        await running.StopAsync(CancellationToken.None);
        var waited = attempts.Zip(attempts.Skip(1), (one, next) => (next - one).TotalSeconds);

        Assert.That(_log.Seconds, Is.EqualTo([1, 2, 4, 8, 16, 30, 30]));
        Assert.That(waited.Zip(_log.Seconds, (seconds, said) => seconds >= said), Is.All.True);
    }

    [Test]
    public async Task A_text_that_is_refused_for_good_holds_up_no_other_and_is_left_after_some_attempts()
    {
        await TellAsync("one", "bad", "two", "three");
        var embedder = new ScriptedEmbedder(Model, (text, _) => text == "bad" ? throw Failure(transient: false) : Task.CompletedTask);
        using var running = await StartAsync(embedder);
        await UntilAsync(stats => stats.Ready == 3);
        await UntilAsync(_ => embedder.Asked.Count(text => text == "bad") == 3);
        await TellAsync("four");
        await UntilAsync(stats => stats.Ready == 4);
        await running.StopAsync(CancellationToken.None);

        Assert.That(embedder.Asked.Count(text => text == "bad"), Is.EqualTo(3));
        Assert.That(embedder.Made, Is.EqualTo(["one", "two", "three", "four"]));
        Assert.That((await _store.VectorStatsAsync()).Waiting, Is.Zero, "it waits no longer, and holds up no change of the model");
    }

    [Test]
    public async Task While_the_stored_model_is_another_one_nothing_is_embedded()
    {
        await _store.AdoptAsync(Searching.Second);
        await TellAsync("one");
        var embedder = new ScriptedEmbedder(Model);
        using var running = await StartAsync(embedder);
        for (var i = 0; i < 20; i++)
            await PassAsync();
        var before = embedder.Asked.Count;
        await _store.ReEmbedAsync(Model);
        await UntilAsync(stats => stats.Serving == Model);
        await running.StopAsync(CancellationToken.None);

        Assert.That(before, Is.Zero);
        Assert.That(embedder.Made, Is.EqualTo(["one"]), "an operator has asked for it");
    }

    [Test]
    public async Task A_re_embedding_is_finished_and_the_old_vectors_are_deleted()
    {
        await TellAsync("one", "two", "three");
        await _store.AdoptAsync(Searching.Second);
        await _store.EmbedAsync(Searching.Second, [.. (await _store.WaitingAsync()).Select(id => (id, 0.0))]);
        await _store.ReEmbedAsync(Model);
        using var running = await StartAsync(new ScriptedEmbedder(Model));
        await UntilAsync(stats => stats.Serving == Model);
        await UntilAsync(_ => CountVectors() == 3);
        await running.StopAsync(CancellationToken.None);

        Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Model, null, 3, 0, 3)));
    }

    [Test]
    public async Task A_re_embedding_whose_last_record_was_erased_is_finished_too()
    {
        await TellAsync("one");
        await _store.AdoptAsync(Searching.Second);
        await _store.ReEmbedAsync(Model);
        foreach (var id in await _store.WaitingAsync())
            await _store.Memory.EraseAsync(RecordKind.Fix, id, Samples.Now, CancellationToken.None);
        using var running = await StartAsync(new ScriptedEmbedder(Model));
        await UntilAsync(stats => stats is { Making: null } && stats.Serving == Model);
        await running.StopAsync(CancellationToken.None);

        Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Model, null, 0, 0, 0)));
    }

    private static StoreUnavailableException Failure(bool transient) => new("embedder", "embed a text", transient);

    private async Task TellAsync(params string[] texts)
    {
        foreach (var text in texts)
            await _store.Memory.TellAsync(Samples.Told(text));
    }

    private async Task<BackgroundEmbedder> StartAsync(IEmbedder embedder)
    {
        var started = new BackgroundEmbedder(_store.Vectors, embedder, _clock, _log);
        await started.StartAsync(CancellationToken.None);
        return started;
    }

    // Time passes until it is so; a test that would never see it is ended by the run's own limit.
    private async Task UntilAsync(Func<VectorStats, bool> isSo)
    {
        while (!isSo(await _store.VectorStatsAsync()))
            await PassAsync();
    }

    private async Task PassAsync()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        await Task.Delay(1);
    }

    private long CountVectors() => _temporary.Store.Readers.ReadAsync(
        "count vectors", session => session.Number("SELECT count(*) FROM memori_embeddings")!.Value, CancellationToken.None).GetAwaiter().GetResult();

    private sealed class RecordingLog : ILogger<BackgroundEmbedder>
    {
        private readonly ConcurrentQueue<double> _seconds = [];

        /// <summary>After how many seconds it said that it would try again.</summary>
        public IReadOnlyCollection<double> Seconds => _seconds;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IEnumerable<KeyValuePair<string, object?>> values && values.FirstOrDefault(value => value.Key == "Seconds").Value is double seconds)
                _seconds.Enqueue(seconds);
        }
    }
}
