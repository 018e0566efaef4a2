using Microsoft.Extensions.Hosting;

namespace ObsControlPlane.Client.Spool;

/// <summary>Gives the server what waits, for as long as the program runs; pauses longer the longer the server is away.</summary>
internal sealed class SpoolDelivery(WriteSpool spool, ObsControlPlaneClient client, SpoolOptions options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await spool.SendAsync(client, stoppingToken).ConfigureAwait(false))
            {
                pause = TimeSpan.FromSeconds(1);
                await spool.WaitForWritesAsync(options.MaxPause, stoppingToken).ConfigureAwait(false);
            }
            else
            {
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(false);
                pause = pause * 2 < options.MaxPause ? pause * 2 : options.MaxPause;
            }
        }
    }
}
