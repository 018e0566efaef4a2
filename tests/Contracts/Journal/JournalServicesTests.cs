using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Postgres;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Journal;
using ObsControlPlane.Infrastructure.Outbox;
using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>The journal as a host gets it: before the ports of a record that is registered already.</summary>
public sealed class JournalServicesTests
{
    // Nothing listens there.
    private const string Nowhere = "Host=127.0.0.1;Port=1;Database=none;Username=none";

    [Test]
    public async Task A_record_that_was_never_reached_fails_as_one_that_is_away()
    {
        await using var host = new Host(Nowhere);
        Func<Task>[] writes =
        [
            () => host.Record<IFixMemory>().TakeFixAsync(Samples.Told(), null, default),
            () => host.Record<IFixMemory>().RecordOutcomeAsync(Samples.Outcome(Samples.Id(1)), new WriteKey("k", 0, "d"), default),
            () => host.Record<IAgentRegistry>().RegisterAsync(new AgentRegistration("probe", "web-1"), Samples.Now, null, default),
            () => host.Record<ITelemetryLog>().AppendAsync(Samples.Report(), null, default),
        ];

        foreach (var write in writes)
        {
            var failure = Assert.ThrowsAsync<StoreUnavailableException>(() => write());
            Assert.That((failure!.IsTransient, failure.IsOverload, failure.IsRefusal), Is.EqualTo((true, false, false)));
        }
    }

    [Test]
    public async Task Started_while_the_record_is_away_it_takes_every_write_and_the_next_process_finds_them()
    {
        string folder;
        await using (var host = new Host(Nowhere))
        {
            folder = host.Folder;
            await host.StartAsync<JournalDrain>();
            var fix = await host.Get<IFixMemory>().TellAsync(Samples.Told());
            var agent = await host.Get<IAgentRegistry>().RegisterAsync(new AgentRegistration("probe", "web-1"), Samples.Now, null, default);
            var report = await host.Get<ITelemetryLog>().AppendAsync(Samples.Report(), null, default);
            var probe = host.Services.GetRequiredKeyedService<IStoreProbe>(JournalProbe.Name);

            Assert.That(new[] { fix.Durability, agent.Durability, report.Durability }, Is.All.EqualTo(Durability.Journaled));
            Assert.That((await probe.ReadAsync(default)).Message, Does.StartWith("The journal: 3 writes wait for PostgreSQL since "));
            Assert.That(host.Get<IStoreProbe>(), Is.SameAs(host.Record<IStoreProbe>()), "health asks the record itself");
            await host.StopAsync();
        }

        Assert.That(File.Exists(Path.Combine(folder, JournalSchema.Journal.FileName)), Is.True);
        await using var next = new Host(Nowhere, folder);
        Assert.That(await next.Get<IEnumerable<IBacklog>>().Single().ReadAsync(default), Has.Property("Waiting").EqualTo(3L));
    }

    [Test]
    [Category(PostgresRecord.Name)]
    public async Task Started_while_the_record_is_there_it_is_written_at_once()
    {
        await TemporaryDatabase.RequireServerAsync();
        await using var database = await TemporaryDatabase.CreateAsync();
        await using var host = new Host(database.Options.ConnectionString);
        await host.StartAsync<PostgresStart>();
        await host.StartAsync<JournalDrain>();
        var told = await host.Get<IFixMemory>().TellAsync(Samples.Told());
        await host.StopAsync();

        Assert.That(told.Durability, Is.EqualTo(Durability.Committed));
        Assert.That(await host.Get<IOutbox>().GetStatsAsync(default), Has.Property("Depth").EqualTo(1L));
    }

    [Test]
    public void Without_a_record_there_is_nothing_to_stand_before() =>
        Assert.That(() => new ServiceCollection().AddJournal(new ConfigurationBuilder().Build()), Throws.InvalidOperationException.With.Message.Contains(nameof(IFixMemory)));

    private sealed class Host : IAsyncDisposable
    {
        private readonly ServiceProvider _provider;
        private readonly bool _isOwn;
        private readonly List<IHostedService> _started = [];

        public Host(string address, string? folder = null)
        {
            Folder = folder ?? Directory.CreateTempSubdirectory("ocp-journal-").FullName;
            _isOwn = folder is not null;
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(
                new Dictionary<string, string?> { ["DATABASE_URL"] = address, ["Embedding:Model"] = "none", ["Postgres:ConnectSeconds"] = "1" }).Build();
            _provider = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddPostgres(configuration).AddSingleton<IDataFolder>(new Locked(Folder)).AddJournal(configuration)
                .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        }

        public string Folder { get; }

        public IServiceProvider Services => _provider;

        public T Get<T>()
            where T : notnull => _provider.GetRequiredService<T>();

        public T Record<T>()
            where T : notnull => _provider.GetRequiredKeyedService<T>(JournalServices.Record);

        public async Task StartAsync<T>()
            where T : IHostedService
        {
            var service = _provider.GetServices<IHostedService>().OfType<T>().Single();
            _started.Add(service);
            await service.StartAsync(default);
        }

        public async Task StopAsync()
        {
            foreach (var service in _started)
                await service.StopAsync(default);
        }

        public async ValueTask DisposeAsync()
        {
            await _provider.DisposeAsync();
            if (_isOwn)
                Directory.Delete(Folder, recursive: true);
        }
    }

    private sealed class Locked(string path) : IDataFolder
    {
        public string Secret => "";

        public string Path => path;

        public void Publish(string url)
        {
        }

        public void Dispose()
        {
        }
    }
}
