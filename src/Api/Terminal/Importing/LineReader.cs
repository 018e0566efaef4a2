using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ObsControlPlane.Api.Terminal.Importing;

/// <summary>One line of a file.</summary>
/// <param name="Number">Its number as editors count, from 1.</param>
/// <param name="Bytes">Its bytes without the line break; empty when it is too long.</param>
/// <param name="IsTooLong">True when it is longer than any request may be; its bytes were skipped.</param>
internal readonly record struct SourceLine(long Number, ReadOnlyMemory<byte> Bytes, bool IsTooLong);

/// <summary>Cuts a stream into lines, holding at most one line in memory.</summary>
internal static class LineReader
{
    // Large steps: a long line is searched again from its beginning after each of them.
    private const int Step = 1 << 20;

    /// <summary>Reads the lines that hold more than white space.</summary>
    /// <param name="stream">UTF-8, with or without a byte order mark.</param>
    /// <param name="longest">Most bytes of a line; a longer one comes out empty and marked.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <returns>The lines in order.</returns>
    public static async IAsyncEnumerable<SourceLine> ReadAsync(Stream stream, int longest, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: Step, minimumReadSize: Step / 4, leaveOpen: true));
        var number = 1L;
        var skipping = false;
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (Line(rest.Slice(0, end), number, longest, skipping) is { } line)
                    yield return line;
                number++;
                skipping = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            if (read.IsCompleted)
            {
                if (Line(rest, number, longest, skipping) is { } last)
                    yield return last;
                break;
            }
            if (rest.Length > longest)
            {
                skipping = true;
                rest = rest.Slice(rest.End);
            }
            reader.AdvanceTo(rest.Start, rest.End);
        }
        await reader.CompleteAsync();
    }

    private static SourceLine? Line(in ReadOnlySequence<byte> found, long number, int longest, bool skipping)
    {
        if (skipping || found.Length > longest)
            return new SourceLine(number, ReadOnlyMemory<byte>.Empty, IsTooLong: true);
        var bytes = found.ToArray().AsMemory();
        if (number == 1 && bytes.Span.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        bytes = bytes.Trim(" \t\r"u8);
        return bytes.IsEmpty ? null : new SourceLine(number, bytes, IsTooLong: false);
    }
}
