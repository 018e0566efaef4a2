using System.Net;
using System.Net.Sockets;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>A network between the program and a store, which can be spoilt while it is used.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<Pair> _open = [];
    private readonly IPEndPoint _target;
    private readonly Task _accepting;
    private volatile ProxyMode _mode;
    private int _struck;

    public TcpProxy(Uri target)
    {
        _target = new IPEndPoint(IPAddress.Loopback, target.Port);
        _listener.Start();
        Address = new UriBuilder(target) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The target's address with this proxy's port.</summary>
    public Uri Address { get; }

    /// <summary>How often a mode has done something to a connection.</summary>
    public int Struck => Volatile.Read(ref _struck);

    /// <summary>From now on; connections that are open are reset when the new mode cannot begin in their middle.</summary>
    public void Set(ProxyMode mode)
    {
        var before = _mode;
        _mode = mode;
        if (mode == ProxyMode.Reset || (mode == ProxyMode.Pass && before is ProxyMode.BlackHole or ProxyMode.HalfClose or ProxyMode.Delay))
            EndAll();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        EndAll();
        await _accepting;
        _end.Dispose();
    }

    private void EndAll()
    {
        lock (_open)
        {
            foreach (var pair in _open)
            {
                Strike();
                pair.Reset();
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var pair = new Pair(client);
        lock (_open)
            _open.Add(pair);
        try
        {
            if (_mode == ProxyMode.Reset)
            {
                Strike();
                pair.Reset();
                return;
            }

            await pair.Server.ConnectAsync(_target, _end.Token);
            await Task.WhenAll(GiveAsync(pair, pair.Client, pair.Server, isAnswer: false), GiveAsync(pair, pair.Server, pair.Client, isAnswer: true));
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            pair.Reset();
        }
        finally
        {
            lock (_open)
                _open.Remove(pair);
        }
    }

    private async Task GiveAsync(Pair pair, Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[65_536];
        while (await from.ReceiveAsync(buffer, _end.Token) is var length and > 0)
        {
            var bytes = buffer.AsMemory(0, length);
            switch (_mode)
            {
                case ProxyMode.BlackHole:
                    Strike();
                    continue;
                case ProxyMode.Slices:
                    Strike();
                    to.NoDelay = true;
                    for (var i = 0; i < length; i++)
                        await to.SendAsync(bytes.Slice(i, 1), _end.Token);
                    continue;
                case ProxyMode.Delay when isAnswer:
                    Strike();
                    await Task.Delay(Delay, _end.Token);
                    break;
                case ProxyMode.HalfClose when isAnswer:
                    Strike();
                    to.Shutdown(SocketShutdown.Send);
                    return;
                case ProxyMode.Cut when isAnswer && length > 8:
                    Strike();
                    await to.SendAsync(bytes[..(length / 2)], _end.Token);
                    to.Shutdown(SocketShutdown.Both);
                    pair.Reset();
                    return;
                case ProxyMode.CommitThenReset when isAnswer && Random.Shared.Next(10) == 0:
                    Strike();
                    pair.Reset();
                    return;
                default:
                    break;
            }

            for (var sent = 0; sent < length;)
                sent += await to.SendAsync(bytes[sent..], _end.Token);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private void Strike() => Interlocked.Increment(ref _struck);

    private sealed class Pair(Socket client) : IDisposable
    {
        public Socket Client { get; } = client;

        public Socket Server { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public void Reset()
        {
            foreach (var socket in new[] { Client, Server })
            {
                // No linger: a reset, not an end.
                socket.Close(0);
            }
        }

        public void Dispose() => Reset();
    }
}
