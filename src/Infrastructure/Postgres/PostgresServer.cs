using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>How the server is reached, and whether what it acknowledges is there after a power cut.</summary>
internal static class PostgresServer
{
    // What each of them costs when it is off: https://www.postgresql.org/docs/current/non-durability.html
    private static readonly string[] Flushing = ["fsync", "full_page_writes", "synchronous_commit"];

    private const string Checksums = "data_checksums";

    /// <summary>The configured address with the settings of this program.</summary>
    public static string ConnectionString(PostgresOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MaxPoolSize = options.PoolSize,
            MaxAutoPrepare = options.PreparedStatements,
            AutoPrepareMinUsages = 2,
            Timeout = options.ConnectSeconds,
            CommandTimeout = options.CommandSeconds,
            CancellationTimeout = 2_000,
            KeepAlive = 15,
            // What is set is set for a transaction; whoever holds more than that has a connection of its own (OwnConnection).
            NoResetOnClose = true,
            IncludeErrorDetail = false,
            PersistSecurityInfo = false,
        };
        settings.ApplicationName ??= "obs-control-plane";
        // The server ends what nobody waits for any more, and lets no lock be waited for without end.
        var ours = string.Create(
            CultureInfo.InvariantCulture,
            $"-c statement_timeout={(options.CommandSeconds + 5) * 1_000} -c lock_timeout={options.LockSeconds * 1_000} -c idle_in_transaction_session_timeout=60000");
        settings.Options = settings.Options is { Length: > 0 } theirs ? $"{ours} {theirs}" : ours;
        return settings.ConnectionString;
    }

    /// <summary>A connection outside the pool, not open yet: for what belongs to a connection beyond one transaction.</summary>
    public static NpgsqlConnection OwnConnection(PostgresOptions options) =>
        new(new NpgsqlConnectionStringBuilder(ConnectionString(options)) { Pooling = false }.ConnectionString);

    /// <summary>Refuses a server that acknowledges what it has not flushed; an acknowledgement of ours promises a flush.</summary>
    /// <exception cref="StartupException">It cannot be reached, or does not flush, or is too old.</exception>
    public static async Task VerifyAsync(PostgresStore store, ILogger log, CancellationToken ct)
    {
        List<(string Name, string Value)> found;
        try
        {
            found = await store.ReadAsync(
                "look at the server's settings",
                session => session.QueryAsync(
                    "SELECT n, current_setting(n) FROM unnest($1) n", row => (row.GetString(0), row.GetString(1)), (string[])["server_version_num", "server_encoding", Checksums, .. Flushing]),
                ct).ConfigureAwait(false);
        }
        catch (Application.Ports.StoreUnavailableException exception)
        {
            throw Unusable(PostgresFailure.Describe(exception.InnerException!), "Start the server, or correct its address and credentials (DATABASE_URL).", exception);
        }

        Judge(found.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal), store.Options.AllowsUnsafe, log);
    }

    /// <summary>Judges the settings of a server.</summary>
    /// <exception cref="StartupException">It cannot be used as it is set up.</exception>
    internal static void Judge(Dictionary<string, string> settings, bool allowsUnsafe, ILogger log)
    {
        if (int.Parse(settings["server_version_num"], CultureInfo.InvariantCulture) < 130_000)
            throw Unusable("It is older than PostgreSQL 13.", "Use PostgreSQL 15 or newer.");
        if (settings["server_encoding"] != "UTF8")
            throw Unusable($"The database is encoded in {settings["server_encoding"]}.", "Create it with encoding UTF8.");
        if (settings.GetValueOrDefault(Checksums) == "off")
            log.LogWarning("The PostgreSQL server has no page checksums: a damaged page may hide rows without an error. Stop it and run pg_checksums --enable.");
        var off = Flushing.Where(name => settings[name] == "off").ToArray();
        if (off.Length == 0)
            return;
        var why = $"It has {string.Join(" and ", off)} off, and so can lose what it has acknowledged.";
        if (!allowsUnsafe)
            throw Unusable(why, "Turn it on, or set Postgres:AllowUnsafe=true where losing writes is accepted.");
        log.LogWarning("The PostgreSQL server is used although {Why} (Postgres:AllowUnsafe).", why);
    }

    private static StartupException Unusable(string why, string remedy, Exception? inner = null) =>
        new(StartupException.StoreUnusable, "The PostgreSQL server cannot be used.", why, remedy, inner);
}
