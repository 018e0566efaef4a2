using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Sqlite;
using ObsControlPlane.Infrastructure.Journal;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>A record that can go away, with a journal before it.</summary>
internal sealed class JournaledRecord : IAsyncDisposable
{
    private readonly TemporaryStore _record = new();
    private readonly string _folder;
    private readonly RecordPorts _ports;

    /// <summary>An empty record and an empty journal.</summary>
    /// <param name="folder">An empty folder for the journal, or null for one that goes away with it.</param>
    public JournaledRecord(string? folder = null)
    {
        _folder = folder ?? Directory.CreateTempSubdirectory("ocp-journal-").FullName;
        _ports = new RecordPorts(
            Away<IFixMemory>.Over(new SqliteFixMemory(_record.Store), Where), Away<IAgentRegistry>.Over(new SqliteAgentRegistry(_record.Store), Where),
            Away<ITelemetryLog>.Over(new SqliteTelemetryLog(_record.Store), Where), Away<IAlertMemory>.Over(new SqliteAlertMemory(_record.Store), Where));
        Start();
    }

    public Whereabouts Where { get; } = new();

    /// <summary>The record itself.</summary>
    public IFixMemory Record => new SqliteFixMemory(_record.Store);

    public IAgentRegistry RecordAgents => new SqliteAgentRegistry(_record.Store);

    public ITelemetryLog RecordTelemetry => new SqliteTelemetryLog(_record.Store);

    public WriteJournal Journal { get; private set; } = null!;

    /// <summary>The journal's file.</summary>
    public SqliteStore JournalFile { get; private set; } = null!;

    public JournalKinds Kinds { get; } = new(makesVectors: true);

    public FakeTimeProvider Time => _record.Time;

    public IFixMemory Memory { get; private set; } = null!;

    public IAgentRegistry Agents { get; private set; } = null!;

    public ITelemetryLog Telemetry { get; private set; } = null!;

    public IAlertMemory Alerts { get; private set; } = null!;

    public JournalGate Gate { get; private set; } = null!;

    public bool GoesToRecord => Gate.IsOpen;

    private JournalDrain Drain { get; set; } = null!;

    /// <summary>Looks for the record once, and gives it what waits.</summary>
    public Task DrainAsync() => Drain.DrainAsync(CancellationToken.None);

    /// <summary>Lets it drain by itself, as the program does; the clock stands, so that it looks again only when it is woken.</summary>
    public async Task DrainByItselfAsync(Func<Task<bool>> isDone)
    {
        await Drain.StartAsync(CancellationToken.None);
        try
        {
            for (var look = 0; look < 1_000 && !await isDone(); look++)
                await Task.Delay(10);
        }
        finally
        {
            await Drain.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Goes on as a program that was started again.</summary>
    public async Task RestartAsync()
    {
        await Journal.DisposeAsync();
        Start();
    }

    /// <summary>Changes the journal's file behind its back, as a failing disk does.</summary>
    public void Damage(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, JournalSchema.Journal.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        await _record.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Start()
    {
        JournalFile = SqliteStore.Open(JournalSchema.Journal, _folder, _record.Time, new SqliteOptions(), NullLogger.Instance);
        Journal = new WriteJournal(JournalFile);
        Gate = new JournalGate();
        var writes = new JournaledWrites(_ports, Journal, Gate);
        Memory = new JournaledFixMemory(_ports, writes, Kinds);
        Agents = new JournaledAgentRegistry(_ports, writes, Kinds);
        Telemetry = new JournaledTelemetryLog(_ports, writes, Kinds);
        Alerts = new JournaledAlertMemory(_ports, writes, Kinds);
        Drain = new JournalDrain(_ports, new Probe(_record.Store, Where), Journal, Gate, Kinds, _record.Time, NullLogger<JournalDrain>.Instance);
    }

    private sealed class Probe(SqliteStore store, Whereabouts where) : IStoreProbe
    {
        public ProbeReading Writing => new SqliteStoreProbe(store).Writing;

        public Task<ProbeReading> ReadAsync(CancellationToken ct) => Task.FromResult(new ProbeReading(!where.IsAway, 0, 0, null));
    }
}
