using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Api.Access;

/// <summary>Stops a start that would let everybody who reaches the address do everything; runs before anything listens.</summary>
/// <param name="listening">Where the server will listen.</param>
/// <param name="ring">The keys.</param>
internal sealed class ListeningGuard(Listening listening, KeyRing ring) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Where it is not known whether there are keys, nobody is let in without one.
        if (!ring.IsKnown || ring.HasKeys || listening.Elsewhere is not { } address)
            return Task.CompletedTask;
        throw new StartupException(
            StartupException.Configuration,
            "The server was not started.",
            $"It would listen on {address}, where others reach it, and there is no key.",
            "Set OCP_ADMIN_KEY or OCP_ADMIN_KEY_FILE, or make a key with `ocp keys create NAME --scope admin`, or listen on this host alone: --urls http://localhost:5555.");
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
