using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ObsControlPlane.Api.Errors;

namespace ObsControlPlane.Api.Binding;

/// <summary>Lines of JSON from a stream without end, in constant memory.</summary>
internal static class Lines
{
    /// <summary>
    /// Bytes of the longest line. An issue and a solution of 1 MiB each, with every character escaped, fit; a line that never ends does not.
    /// </summary>
    internal const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The lines that are not blank, in order, without their ends.</summary>
    /// <param name="stream">The stream; stays open.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <returns>Each line is valid until the next is asked for.</returns>
    /// <exception cref="ProblemException">413: a line is longer than <see cref="MaxBytes"/>; 400: the compression is broken.</exception>
    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var number = 0L;
        while (true)
        {
            var result = await ReadAsync(reader, ct);
            var buffer = result.Buffer;
            while (TryTake(ref buffer, result.IsCompleted, out var line))
            {
                number++;
                if (line.Length > MaxBytes)
                    throw TooLong(number);
                if (!IsBlank(line))
                    yield return line.IsSingleSegment ? line.First : line.ToArray();
            }

            if (buffer.Length > MaxBytes)
                throw TooLong(number + 1);
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                break;
        }

        await reader.CompleteAsync();
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken ct)
    {
        try
        {
            return await reader.ReadAsync(ct);
        }
        catch (InvalidDataException)
        {
            throw ContentEncodings.Broken("The lines before the break may have been taken in.");
        }
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = isLast ? buffer : default;
        buffer = isLast ? buffer.Slice(buffer.End) : buffer;
        return isLast && !line.IsEmpty;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
                return false;
        }

        return true;
    }

    private static ProblemException TooLong(long number) => new(
        ProblemTypes.BodyTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"Line {number} is longer than {MaxBytes / (1024 * 1024)} MiB; the lines before it may have been taken in."));
}
