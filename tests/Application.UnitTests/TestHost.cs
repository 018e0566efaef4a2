using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.UnitTests;

/// <summary>The use cases as a host has them, over mocked ports and a clock that stands still.</summary>
internal sealed class TestHost : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly ServiceProvider _provider;

    public TestHost(Dictionary<string, string?>? settings = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build());
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Memory.Object).AddSingleton(Search.Object).AddSingleton(Graph.Object).AddSingleton(Agents.Object);
        services.AddSingleton(Telemetry.Object).AddSingleton(Host.Object).AddSingleton(Store.Object);
        services.AddApplication(typeof(TestHost).Assembly);
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Scope = _provider.CreateScope();
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public Mock<IFixMemory> Memory { get; } = new(MockBehavior.Strict);

    public Mock<IFixSearch> Search { get; } = new(MockBehavior.Strict);

    public Mock<IFixGraph> Graph { get; } = new(MockBehavior.Strict);

    public Mock<IAgentRegistry> Agents { get; } = new(MockBehavior.Strict);

    public Mock<ITelemetryLog> Telemetry { get; } = new(MockBehavior.Strict);

    public Mock<IHostProbe> Host { get; } = new(MockBehavior.Strict);

    public Mock<IStoreProbe> Store { get; } = new(MockBehavior.Strict);

    public IServiceScope Scope { get; }

    public T Get<T>()
        where T : notnull => Scope.ServiceProvider.GetRequiredService<T>();

    public Task<T> SendAsync<T>(IRequest<T> request, CancellationToken ct = default) => Get<IMediator>().Send(request, ct);

    public void Dispose()
    {
        Scope.Dispose();
        _provider.Dispose();
    }
}
