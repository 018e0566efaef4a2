using System.Buffers;
using System.IO.Pipelines;
using ObsControlPlane.Api.Binding;

namespace ObsControlPlane.Api.Terminal.Importing;

/// <summary>A file to import, or standard input; compressed ones are told by their first bytes, not by their name.</summary>
internal sealed class SourceFile : IAsyncDisposable
{
    private readonly Stream _raw;
    private readonly Stream _ahead;

    private SourceFile(string name, Stream raw, Stream ahead, Stream text)
    {
        Name = name;
        (_raw, _ahead) = (raw, ahead);
        Text = text;
    }

    /// <summary>Its name, as it was given.</summary>
    public string Name { get; }

    /// <summary>What it holds, decompressed.</summary>
    public Stream Text { get; }

    /// <summary>Bytes of the file that were read so far, as they lie on the disk; 0 when that is not known.</summary>
    public long Position => _raw.CanSeek ? _raw.Position : 0;

    /// <summary>Opens a file.</summary>
    /// <param name="name">Path, or <c>-</c> for standard input.</param>
    /// <param name="ct">Cancels the first read.</param>
    /// <returns>The file; dispose it.</returns>
    public static async Task<SourceFile> OpenAsync(string name, CancellationToken ct)
    {
        var raw = name == "-" ? Console.OpenStandardInput() : new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var pipe = PipeReader.Create(raw, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var first = await pipe.ReadAtLeastAsync(2, ct);
        var isCompressed = IsGzip(first.Buffer);
        pipe.AdvanceTo(first.Buffer.Start);
        var whole = pipe.AsStream();
        return new SourceFile(name, raw, whole, isCompressed ? new WholeGzip(whole) : whole);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Text.DisposeAsync();
        await _ahead.DisposeAsync();
        await _raw.DisposeAsync();
    }

    private static bool IsGzip(in ReadOnlySequence<byte> head) => head.Length >= 2 && head.Slice(0, 2).ToArray() is [0x1f, 0x8b];
}
