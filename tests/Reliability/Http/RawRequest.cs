using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ObsControlPlane.Reliability.Http;

/// <summary>A request over a bare socket: its answer may come, and counts, before its body is all sent.</summary>
internal static class RawRequest
{
    /// <summary>Sends a body of unknown length in chunks until it ends, the answer is there, or patience ends.</summary>
    public static async Task<Answer> PostAsync(Uri address, string path, string mediaType, string? encoding, IEnumerable<ReadOnlyMemory<byte>> body, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        using var client = new TcpClient();
        var sentAt = Stopwatch.GetTimestamp();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, limit.Token);
            var stream = client.GetStream();
            var head = $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: {mediaType}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n{(encoding is null ? "" : $"Content-Encoding: {encoding}\r\n")}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), limit.Token);
            var answer = ReadAsync(stream, limit.Token);
            using var answered = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
            var sending = WriteAsync(stream, body, answered.Token);
            var text = await answer;
            var at = Stopwatch.GetTimestamp();
            await answered.CancelAsync();
            await sending;
            return Parse(text, sentAt, at);
        }
        catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException)
        {
            return new(0, "", sentAt, Stopwatch.GetTimestamp(), failure.Message);
        }
    }

    private static async Task WriteAsync(NetworkStream stream, IEnumerable<ReadOnlyMemory<byte>> body, CancellationToken ct)
    {
        try
        {
            foreach (var part in body)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), ct);
                await stream.WriteAsync(part, ct);
                await stream.WriteAsync("\r\n"u8.ToArray(), ct);
            }

            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), ct);
        }
        catch (Exception refused) when (refused is IOException or OperationCanceledException)
        {
            // The server has heard enough; what it said is on the other half of the connection.
            return;
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        try
        {
            while (await stream.ReadAsync(buffer, ct) is var read and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                if (IsComplete(text.ToString()))
                    break;
            }
        }
        catch (IOException) when (text.Length > 0)
        {
            return text.ToString();
        }

        return text.ToString();
    }

    private static bool IsComplete(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var length = text[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is not null
            ? Encoding.UTF8.GetByteCount(text.AsSpan(end + 4)) >= int.Parse(length.AsSpan(15), CultureInfo.InvariantCulture)
            : text.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
    }

    private static Answer Parse(string text, long sentAt, long at)
    {
        var parts = text.Split(' ', 3);
        if (parts.Length < 3 || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var status))
            return new(0, "", sentAt, at, "closed without an answer");
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return new(status, end < 0 ? "" : text[(end + 4)..], sentAt, at);
    }
}
