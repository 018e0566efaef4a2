using Microsoft.Data.Sqlite;
using ObsControlPlane.Client.Spool;

namespace ObsControlPlane.Client;

/// <summary>
/// Writes that are safe on this disk when a call returns, and go to the server in their order as soon as it takes them. Each keeps the key it
/// was given here, so however often it is sent it is stored once.
/// </summary>
public sealed class WriteSpool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly SpoolOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _added = new(0);

    /// <summary>Opens the file, and makes it when it is missing.</summary>
    /// <param name="options">Where it is and what it holds.</param>
    /// <param name="time">When a write was told.</param>
    public WriteSpool(SpoolOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxItems, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBytes, 1);
        (_options, _time) = (options, time);
        if (Path.GetDirectoryName(Path.GetFullPath(options.Path)) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.Path, Pooling = false }.ConnectionString);
        _connection.Open();
        Execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        Execute("""
            CREATE TABLE IF NOT EXISTS waiting (n INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL);
            CREATE TABLE IF NOT EXISTS counted (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
            """);
    }

    /// <summary>Told when the server refused a write for good; it is counted and leaves the spool.</summary>
    public event Action<ObsControlPlaneException>? WriteRefused;

    /// <summary>How many writes wait.</summary>
    public long Waiting => Number("SELECT count(*) FROM waiting");

    /// <summary>How many writes gave way to newer ones since the file was made.</summary>
    public long Dropped => Number("SELECT coalesce(max(value), 0) FROM counted WHERE name = 'dropped'");

    /// <summary>How many writes the server refused for good since the file was made.</summary>
    public long Refused => Number("SELECT coalesce(max(value), 0) FROM counted WHERE name = 'refused'");

    /// <summary>Spools something to remember.</summary>
    /// <param name="report">What to remember.</param>
    public void Remember(MemoryReport report) => Add("api/remember", WireFormat.Write(report with { Ts = report.Ts ?? Now() }));

    /// <summary>Spools what was done about an issue.</summary>
    /// <param name="report">The fix.</param>
    public void RememberFix(FixReport report) => Add("api/fixes", WireFormat.Write(report with { Ts = report.Ts ?? Now() }));

    /// <summary>Spools how applying a fix ended.</summary>
    /// <param name="fix">Id of the fix.</param>
    /// <param name="report">How it ended.</param>
    public void ReportOutcome(Guid fix, OutcomeReport report) => Add(ObsControlPlaneClient.OutcomePath(fix), WireFormat.Write(report with
    {
        Ts = report.Ts ?? Now(),
        // Keys are kept for a day; this counts once after a longer absence, too.
        ApplicationId = report.RecallId is null ? report.ApplicationId ?? NewId() : report.ApplicationId,
    }));

    /// <summary>Spools an agent's figures.</summary>
    /// <param name="report">The figures.</param>
    public void ReportTelemetry(TelemetryReport report) => Add("api/telemetry-report", WireFormat.Write(report with { Ts = report.Ts ?? Now() }));

    /// <summary>Sends what waits, oldest first, until nothing waits or the server does not take it.</summary>
    /// <param name="client">The client.</param>
    /// <param name="ct">Cancels the sending; what was not acknowledged stays.</param>
    /// <returns>True when nothing waits any more.</returns>
    public async Task<bool> SendAsync(ObsControlPlaneClient client, CancellationToken ct = default)
    {
        while (Oldest() is { } write)
        {
            try
            {
                await client.SendWriteAsync(write.Path, write.Body, write.Key, ct).ConfigureAwait(false);
                Remove(write.Number, null);
            }
            catch (ObsControlPlaneException e) when (MustWait(e))
            {
                return false;
            }
            catch (ObsControlPlaneException e)
            {
                Remove(write.Number, "refused");
                WriteRefused?.Invoke(e);
            }
        }
        return true;
    }

    /// <summary>Closes the file; what waits stays in it.</summary>
    public void Dispose()
    {
        lock (_lock)
            _connection.Dispose();
        _added.Dispose();
    }

    /// <summary>Waits until something was added, at most as long as said.</summary>
    internal async Task WaitForWritesAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(atMost, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            await _added.WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The pause is over.
        }
    }

    // An access key that is wrong today, and a server too old or a proxy in between, are mended by people: nothing may be lost meanwhile.
    private static bool MustWait(ObsControlPlaneException e) =>
        e.IsTransient || e.Problem is null || e.Problem is "unauthenticated" or "forbidden";

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private string NewId() => Guid.CreateVersion7(_time.GetUtcNow()).ToString();

    private void Add(string path, byte[] body)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            Execute("INSERT INTO waiting (path, key, body) VALUES ($path, $key, $body)", ("$path", path), ("$key", NewId()), ("$body", body));
            var dropped = Execute(
                """
                DELETE FROM waiting WHERE n IN (
                    SELECT n FROM (SELECT n, row_number() OVER newest AS items, sum(length(body)) OVER newest AS bytes FROM waiting WINDOW newest AS (ORDER BY n DESC))
                    WHERE items > $items OR (bytes > $bytes AND items > 1))
                """,
                ("$items", _options.MaxItems), ("$bytes", _options.MaxBytes));
            if (dropped > 0)
                Count("dropped", dropped);
            transaction.Commit();
        }
        _added.Release();
    }

    private SpooledWrite? Oldest()
    {
        lock (_lock)
        {
            using var command = Command("SELECT n, path, key, body FROM waiting ORDER BY n LIMIT 1");
            using var reader = command.ExecuteReader();
            return reader.Read() ? new SpooledWrite(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), (byte[])reader[3]) : null;
        }
    }

    private void Remove(long number, string? counter)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            if (Execute("DELETE FROM waiting WHERE n = $n", ("$n", number)) > 0 && counter is not null)
                Count(counter, 1);
            transaction.Commit();
        }
    }

    private void Count(string name, long more) => Execute(
        "INSERT INTO counted (name, value) VALUES ($name, $more) ON CONFLICT (name) DO UPDATE SET value = value + $more", ("$name", name), ("$more", more));

    private long Number(string sql)
    {
        lock (_lock)
        {
            using var command = Command(sql);
            return (long)command.ExecuteScalar()!;
        }
    }

    private int Execute(string sql, params (string Name, object Value)[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params (string Name, object Value)[] values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this class; values go as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
