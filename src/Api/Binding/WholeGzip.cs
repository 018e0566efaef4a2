using System.IO.Compression;

namespace ObsControlPlane.Api.Binding;

/// <summary>
/// Decompresses gzip and notices when it was cut off. <see cref="GZipStream"/> ends quietly where its input ends, so a backup or a body
/// that lost its tail would be taken for a whole one. A member of our own is put behind the input: only behind a whole input does it come
/// out again, as the last bytes.
/// </summary>
internal sealed class WholeGzip : ReadingStream
{
    private static readonly byte[] Seal = Guid.Parse("6a0c1e6e-58a5-4f4e-9d0e-0f2b7c1d93a7").ToByteArray();
    private static readonly byte[] SealMember = Compressed(Seal);

    private readonly GZipStream _text;
    private readonly byte[] _held = new byte[64 * 1024];
    private int _from;
    private int _to;
    private bool _isEnded;

    /// <summary>Reads a compressed stream.</summary>
    /// <param name="compressed">One gzip member or several; stays open.</param>
    public WholeGzip(Stream compressed) => _text = new GZipStream(new Sealed(compressed), CompressionMode.Decompress);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The input is no gzip, is damaged, or ends before its end.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (NeedsMore(buffer.Length))
            Took(await _text.ReadAsync(_held.AsMemory(_to), cancellationToken));
        return Give(buffer.Span);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The input is no gzip, is damaged, or ends before its end.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (NeedsMore(buffer.Length))
            Took(_text.Read(_held.AsSpan(_to)));
        return Give(buffer);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _text.Dispose();
        base.Dispose(disposing);
    }

    // The newest bytes may be the seal, so as many are always held back.
    private bool NeedsMore(int wanted)
    {
        if (wanted == 0 || _isEnded || _to - _from > Seal.Length)
            return false;
        _held.AsSpan(_from, _to - _from).CopyTo(_held);
        (_from, _to) = (0, _to - _from);
        return true;
    }

    private void Took(int count)
    {
        _to += count;
        if (count > 0)
            return;
        _isEnded = true;
        if (!_held.AsSpan(_from, _to - _from).EndsWith(Seal))
            throw new InvalidDataException("The gzip data ends before its end, or something else follows it; compress it again.");
    }

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, Math.Max(0, _to - _from - Seal.Length));
        _held.AsSpan(_from, count).CopyTo(buffer);
        _from += count;
        return count;
    }

    private static byte[] Compressed(byte[] text)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.NoCompression, leaveOpen: true))
            gzip.Write(text);
        return member.ToArray();
    }

    /// <summary>A stream and, behind its end, the seal.</summary>
    private sealed class Sealed(Stream compressed) : ReadingStream
    {
        private int _sealed = -1;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_sealed < 0 && await compressed.ReadAsync(buffer, cancellationToken) is var count and > 0)
                return count;
            return Behind(buffer.Span);
        }

        public override int Read(Span<byte> buffer)
        {
            if (_sealed < 0 && compressed.Read(buffer) is var count and > 0)
                return count;
            return Behind(buffer);
        }

        private int Behind(Span<byte> buffer)
        {
            _sealed = Math.Max(0, _sealed);
            var count = Math.Min(buffer.Length, SealMember.Length - _sealed);
            SealMember.AsSpan(_sealed, count).CopyTo(buffer);
            _sealed += count;
            return count;
        }
    }
}
