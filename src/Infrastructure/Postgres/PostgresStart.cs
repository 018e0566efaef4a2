using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Schema;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>
/// Makes the database ready, the first of the hosted services over it: before anything listens when the server can be reached, and else as
/// soon as it can. Until then the store is held. A server that answers and cannot be used stops the start.
/// </summary>
internal sealed class PostgresStart(PostgresStore store, ILogger<PostgresStart> log) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StartupException exception) when (IsAway(exception.InnerException))
        {
            store.Hold(exception.Why);
            log.LogWarning("{Why} Writes go into the journal until it is there; it is tried again every {Seconds} s.", exception.Why, BetweenTries.TotalSeconds);
        }
        catch (StoreUnavailableException exception) when (IsAway(exception))
        {
            log.LogWarning(exception, "The database was lost while it was made ready; it is tried again every {Seconds} s.", BetweenTries.TotalSeconds);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Verifies the server, brings the database to the newest schema and mends what a restore left behind; repeats do nothing.</summary>
    /// <exception cref="StartupException">The server cannot be reached or used.</exception>
    public static async Task ReadyAsync(PostgresStore store, ILogger log, CancellationToken ct)
    {
        await PostgresServer.VerifyAsync(store, log, ct).ConfigureAwait(false);
        await PostgresSchema.MigrateAsync(store, ct).ConfigureAwait(false);
        await RestoredRows.MendAsync(store, ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (store.IsHeld)
        {
            await Task.Delay(BetweenTries, stoppingToken).ConfigureAwait(false);
            try
            {
                await OpenAsync(stoppingToken).ConfigureAwait(false);
                log.LogInformation("The database is ready.");
            }
            catch (StartupException exception)
            {
                store.Hold(exception.Why);
                if (!IsAway(exception.InnerException))
                    log.LogError(exception, "{What} {Why} {Remedy}", exception.What, exception.Why, exception.Remedy);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(exception, "The database could not be made ready; it is tried again in {Seconds} s.", BetweenTries.TotalSeconds);
            }
        }
    }

    private async Task OpenAsync(CancellationToken ct)
    {
        // Beside the held one, which refuses everything.
        await using var opening = new PostgresStore(store.Options, store.Time, log);
        await ReadyAsync(opening, log, ct).ConfigureAwait(false);
        store.Open();
    }

    private static bool IsAway(Exception? exception) => exception switch
    {
        StoreUnavailableException unavailable => unavailable.IsTransient,
        Npgsql.NpgsqlException npgsql => PostgresFailure.IsTransient(npgsql),
        _ => false,
    };
}
