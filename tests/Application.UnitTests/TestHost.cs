using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.UnitTests;

/// <summary>The use cases as a host has them, over mocked ports and a clock that stands still.</summary>
internal sealed class TestHost : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public const double WordsThreshold = .35;

    private readonly ServiceProvider _provider;

    public TestHost(Dictionary<string, string?>? settings = null, ILoggerProvider? log = null, DefaultValueProvider? answers = null)
    {
        Memory = Port<IFixMemory>(answers);
        Search = Port<IFixSearch>(answers);
        Graph = Port<IFixGraph>(answers);
        Agents = Port<IAgentRegistry>(answers);
        Telemetry = Port<ITelemetryLog>(answers);
        Host = Port<IHostProbe>(answers);
        Store = Port<IStoreProbe>(answers);
        Vectors = Port<IVectorMemory>(answers);
        Embedder = Port<IEmbedder>(answers);
        DeadLetters = Port<IDeadLetters>(answers);
        Upkeep = Port<IGraphUpkeep>(answers);
        Alerts = Port<IAlertMemory>(answers);
        Keys = Port<IKeyStore>(answers);
        Lag.Setup(lag => lag.Read()).Returns(StoreLag.None);
        Search.Setup(s => s.IsLoading).Returns(false);
        Embedder.Setup(e => e.State).Returns(EmbedderState.Off);
        Embedder.Setup(e => e.Model).Returns((EmbeddingModel?)null);
        var services = new ServiceCollection();
        services.AddLogging(logging => { if (log is not null) logging.AddProvider(log); });
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build());
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Memory.Object).AddSingleton(Search.Object).AddSingleton(Graph.Object).AddSingleton(Agents.Object);
        services.AddSingleton(Alerts.Object).AddSingleton(Telemetry.Object).AddSingleton(Host.Object).AddSingleton(Store.Object).AddSingleton(Keys.Object);
        services.AddSingleton(Lag.Object).AddSingleton(Upkeep.Object).AddSingleton(DeadLetters.Object).AddSingleton(Vectors.Object).AddSingleton(Embedder.Object).AddSingleton(new WordsCalibration(WordsThreshold));
        services.AddApplication(typeof(TestHost).Assembly);
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Scope = _provider.CreateScope();
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public Mock<IFixMemory> Memory { get; }

    public Mock<IFixSearch> Search { get; }

    public Mock<IFixGraph> Graph { get; }

    public Mock<IAgentRegistry> Agents { get; }

    public Mock<ITelemetryLog> Telemetry { get; }

    public Mock<IHostProbe> Host { get; }

    public Mock<IStoreProbe> Store { get; }

    public Mock<IVectorMemory> Vectors { get; }

    public Mock<IDeadLetters> DeadLetters { get; }

    public Mock<IGraphUpkeep> Upkeep { get; }

    public Mock<IAlertMemory> Alerts { get; }

    public Mock<IKeyStore> Keys { get; }

    public Mock<IStoreLag> Lag { get; } = new();

    /// <summary>Off, until a test turns it on.</summary>
    public Mock<IEmbedder> Embedder { get; }

    public IServiceScope Scope { get; }

    public IReadOnlyList<Mock> Ports => [Memory, Search, Graph, Agents, Telemetry, Host, Store, Vectors, Embedder, DeadLetters, Alerts, Keys];

    /// <summary>Turns the embedder on.</summary>
    public void Embeds(EmbeddingModel model)
    {
        Embedder.Setup(e => e.State).Returns(EmbedderState.Ready);
        Embedder.Setup(e => e.Model).Returns(model);
        Vectors.Setup(v => v.FindWithoutVectorAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ReturnsAsync(new HashSet<Guid>());
    }

    public T Get<T>()
        where T : notnull => Scope.ServiceProvider.GetRequiredService<T>();

    public Task<T> SendAsync<T>(IRequest<T> request, CancellationToken ct = default) => Get<IMediator>().Send(request, ct);

    // Strict, so that a call nobody expects fails; unless every call is to have the same answer.
    private static Mock<T> Port<T>(DefaultValueProvider? answers)
        where T : class => answers is null ? new Mock<T>(MockBehavior.Strict) : new Mock<T>(MockBehavior.Loose) { DefaultValueProvider = answers };

    public void Dispose()
    {
        Scope.Dispose();
        _provider.Dispose();
    }
}
