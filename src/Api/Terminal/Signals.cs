using System.Runtime.InteropServices;

namespace ObsControlPlane.Api.Terminal;

/// <summary>Turns Ctrl+C and a request to end into a cancellation; a second one ends the process at once.</summary>
internal sealed class Signals : IDisposable
{
    // What cannot be cancelled, as a read from a silent pipe, is left behind after this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _leave = new();
    private readonly PosixSignalRegistration[] _registered;

    public Signals()
    {
        _registered =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, ExitCodes.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, ExitCodes.Terminated)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Cancelled when a verb has had time enough to end after the first signal.</summary>
    public CancellationToken Leave => _leave.Token;

    /// <summary>The exit code that the signal asks for; null while there was none.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registered)
            registration.Dispose();
        _end.Dispose();
        _leave.Dispose();
    }

    private void End(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = ExitCode is null;
        ExitCode = exitCode;
        _end.Cancel();
        _leave.CancelAfter(Patience);
    }
}
