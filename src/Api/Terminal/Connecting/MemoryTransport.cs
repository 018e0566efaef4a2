using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace ObsControlPlane.Api.Terminal.Connecting;

/// <summary>
/// Carries HTTP between a client and Kestrel inside one process. A verb that owns the data folder speaks to the product's own application
/// through it, so that every limit and every verdict is the one of the HTTP door, without opening a port that others on the machine could use.
/// </summary>
internal sealed class MemoryTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private readonly Channel<ConnectionContext> _arriving = Channel.CreateUnbounded<ConnectionContext>();
    private int _connections;

    /// <inheritdoc/>
    public EndPoint EndPoint { get; } = new MemoryEndPoint();

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is MemoryEndPoint;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    /// <summary>Opens a connection.</summary>
    /// <param name="ct">Cancels nothing that matters: both ends are here.</param>
    /// <returns>The client's end.</returns>
    public async ValueTask<Stream> ConnectAsync(CancellationToken ct)
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        var server = new DefaultConnectionContext(
            $"memory-{Interlocked.Increment(ref _connections)}", new Ends(toServer.Reader, toClient.Writer), new Ends(toClient.Reader, toServer.Writer));
        await _arriving.Writer.WriteAsync(server, ct);
        return new DuplexStream(toClient.Reader, toServer.Writer);
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _arriving.Reader.WaitToReadAsync(cancellationToken) && _arriving.Reader.TryRead(out var connection) ? connection : null;

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _arriving.Writer.TryComplete();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => UnbindAsync();

    private sealed class MemoryEndPoint : EndPoint
    {
        public override string ToString() => "in-process";
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
