using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>
/// Hash of a row's values, kept in its <c>content_hash</c> and compared before the row is believed: SQLite has no page checksums here,
/// so without it a flipped bit would be a wrong answer (docs/decisions 0004). The first 16 bytes of SHA-256 over each value's type,
/// length and bytes.
/// </summary>
internal static class RowHash
{
    private const int Size = 16;

    /// <summary>Hash of values as they are given to <see cref="SqliteSession"/>.</summary>
    public static byte[] Of(params ReadOnlySpan<object?> values)
    {
        using var hash = new Builder();
        foreach (var value in values)
            hash.Add(SqliteSession.AsStored(value));
        return hash.Finish();
    }

    private sealed class Builder : IDisposable
    {
        private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1024);
        private int _length;

        public void Add(object value)
        {
            switch (value)
            {
                case long number:
                    BinaryPrimitives.WriteInt64LittleEndian(Next(1, 8), number);
                    break;
                case double number:
                    BinaryPrimitives.WriteDoubleLittleEndian(Next(2, 8), number);
                    break;
                case string text:
                    Encoding.UTF8.GetBytes(text, Next(3, Encoding.UTF8.GetByteCount(text)));
                    break;
                case byte[] bytes:
                    bytes.CopyTo(Next(4, bytes.Length));
                    break;
                case DBNull:
                    Next(0, 0);
                    break;
                default:
                    Add(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }
        }

        public byte[] Finish() => SHA256.HashData(_buffer.AsSpan(0, _length))[..Size];

        public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

        private Span<byte> Next(byte type, int length)
        {
            var needed = _length + 5 + length;
            if (needed > _buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
                _buffer.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }

            _buffer[_length] = type;
            BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_length + 1), length);
            var place = _buffer.AsSpan(_length + 5, length);
            _length = needed;
            return place;
        }
    }
}
