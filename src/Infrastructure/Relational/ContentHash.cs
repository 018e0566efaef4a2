using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>
/// Hash of a row's values, kept in its <c>content_hash</c> and compared before the row is believed: without it a flipped bit, or a restored
/// or hand-edited table, would be a wrong answer (docs/decisions 0004). The first 16 bytes of SHA-256 over each value's type, length and
/// bytes, so values are hashed as the store holds them.
/// </summary>
internal sealed class ContentHash : IDisposable
{
    private const int Size = 16;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1024);
    private int _length;

    /// <summary>Hash of values as they are read.</summary>
    public static byte[] Of(ReadOnlySpan<object> values)
    {
        using var hash = new ContentHash();
        foreach (var value in values)
            hash.Add(value);
        return hash.Finish();
    }

    /// <summary>Adds a value; the bytes of each kind are what rows were written with and never change.</summary>
    public void Add(object? value)
    {
        switch (value)
        {
            case null or DBNull:
                Next(0, 0);
                break;
            case long number:
                BinaryPrimitives.WriteInt64LittleEndian(Next(1, 8), number);
                break;
            case int or short:
                Add(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number:
                BinaryPrimitives.WriteDoubleLittleEndian(Next(2, 8), number);
                break;
            case bool flag:
                Next(2, 1)[0] = flag ? (byte)1 : (byte)0;
                break;
            case string text:
                Encoding.UTF8.GetBytes(text, Next(3, Encoding.UTF8.GetByteCount(text)));
                break;
            case byte[] bytes:
                bytes.CopyTo(Next(4, bytes.Length));
                break;
            case Guid id:
                id.TryWriteBytes(Next(5, 16), bigEndian: true, out _);
                break;
            case string[] texts:
                BinaryPrimitives.WriteInt64LittleEndian(Next(6, 8), texts.Length);
                foreach (var one in texts)
                    Add(one);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value, "No such value is hashed.");
        }
    }

    /// <summary>The hash of what was added.</summary>
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
