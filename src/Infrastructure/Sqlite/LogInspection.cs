using System.Buffers.Binary;
using System.Numerics;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>
/// Looks into a write-ahead log before SQLite does. SQLite takes the first frame whose checksum is wrong for the end of the log and
/// drops what follows without a word: right for a torn tail, and silent loss when a byte of acknowledged writes has rotted.
/// Format: https://www.sqlite.org/fileformat2.html#walformat.
/// </summary>
internal static class LogInspection
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;

    /// <summary>Whether the log has lost what was once flushed.</summary>
    /// <param name="path">The log; it need not exist.</param>
    /// <returns>
    /// True when its header is wrong, when one bit explains the first wrong frame, or when a whole transaction and more of the same log
    /// follow it: each is flushed before the next begins, so that one had been. Several wrong bytes in the very last transaction look
    /// like a torn tail and are not noticed.
    /// </returns>
    public static bool IsDamaged(string path)
    {
        if (!File.Exists(path))
            return false;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderSize];
        if (stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize || !header.ContainsAnyExcept((byte)0))
            return false;
        var log = new Log(header);
        if (!log.IsValid)
            return true;
        var frame = new byte[FrameHeaderSize + log.PageSize];
        var sum = log.Sum;
        while (stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            var next = log.SumOf(frame, sum);
            if (log.HasSalt(frame) && next == Stored(frame))
            {
                sum = next;
                continue;
            }

            return IsOneBit(log, frame, sum, next) || MoreFollows(log, stream, frame);
        }

        return false;
    }

    private static bool IsOneBit(Log log, byte[] frame, Sum before, Sum sum)
    {
        var stored = Stored(frame);
        // The salt is not in the sum: a right sum with a wrong salt is a damaged salt, no older frame.
        if (sum == stored)
            return true;
        if (log.HasSalt(frame) && BitOperations.PopCount(sum.First ^ stored.First) + BitOperations.PopCount(sum.Second ^ stored.Second) == 1)
            return true;
        for (var at = 0; at < frame.Length; at = at == 7 ? FrameHeaderSize : at + 1)
        {
            for (var bit = 1; bit < 256; bit <<= 1)
            {
                frame[at] ^= (byte)bit;
                var explains = log.SumOf(frame, before) == stored;
                frame[at] ^= (byte)bit;
                if (explains)
                    return true;
            }
        }

        return false;
    }

    private static bool MoreFollows(Log log, FileStream stream, byte[] frame)
    {
        var committed = false;
        do
        {
            if (!log.HasSalt(frame))
                continue;
            if (committed)
                return true;
            committed = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
        }
        while (stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length);
        return false;
    }

    private static Sum Stored(ReadOnlySpan<byte> frame) => new(BinaryPrimitives.ReadUInt32BigEndian(frame[16..]), BinaryPrimitives.ReadUInt32BigEndian(frame[20..]));

    private readonly record struct Sum(uint First, uint Second);

    private sealed class Log
    {
        private const uint Magic = 0x377f0682;

        private readonly bool _bigEndian;
        private readonly ulong _salt;

        public Log(ReadOnlySpan<byte> header)
        {
            var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
            _bigEndian = (magic & 1) != 0;
            _salt = BinaryPrimitives.ReadUInt64BigEndian(header[16..]);
            PageSize = (int)BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
            Sum = Add(header[..24], default);
            IsValid = (magic & ~1u) == Magic && PageSize is >= 512 and <= 65_536
                && Sum == new Sum(BinaryPrimitives.ReadUInt32BigEndian(header[24..]), BinaryPrimitives.ReadUInt32BigEndian(header[28..]));
        }

        public bool IsValid { get; }

        public int PageSize { get; }

        public Sum Sum { get; }

        public bool HasSalt(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt64BigEndian(frame[8..]) == _salt;

        public Sum SumOf(ReadOnlySpan<byte> frame, Sum before) => Add(frame[FrameHeaderSize..], Add(frame[..8], before));

        private Sum Add(ReadOnlySpan<byte> bytes, Sum sum)
        {
            var (first, second) = sum;
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                first += Word(bytes) + second;
                second += Word(bytes[4..]) + first;
            }

            return new Sum(first, second);
        }

        private uint Word(ReadOnlySpan<byte> bytes) =>
            _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
