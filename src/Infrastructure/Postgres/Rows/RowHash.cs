using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>
/// Hash of a row's values, kept in its <c>content_hash</c> and compared before the row is believed: a server without data checksums, and a
/// restored or hand-edited table, would else be a wrong answer. The first 16 bytes of SHA-256 over each value's type, length and bytes.
/// </summary>
internal static class RowHash
{
    private const int Size = 16;

    /// <summary>Hash of values as they are written.</summary>
    public static byte[] Of(params ReadOnlySpan<Arg> values)
    {
        using var bytes = new MemoryStream(512);
        foreach (var value in values)
            Add(bytes, value.Value);
        return Finish(bytes);
    }

    /// <summary>Hash of values as they are read.</summary>
    public static byte[] OfRead(ReadOnlySpan<object> values)
    {
        using var bytes = new MemoryStream(512);
        foreach (var value in values)
            Add(bytes, value);
        return Finish(bytes);
    }

    private static byte[] Finish(MemoryStream bytes) => SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))[..Size];

    private static void Add(MemoryStream bytes, object? value)
    {
        Span<byte> number = stackalloc byte[16];
        switch (value)
        {
            case long whole:
                BinaryPrimitives.WriteInt64LittleEndian(number, whole);
                Add(bytes, 1, number[..8]);
                break;
            case int or short:
                Add(bytes, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case bool flag:
                Add(bytes, 2, [flag ? (byte)1 : (byte)0]);
                break;
            case string text:
                Add(bytes, 3, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] raw:
                Add(bytes, 4, raw);
                break;
            case Guid id:
                id.TryWriteBytes(number, bigEndian: true, out _);
                Add(bytes, 5, number);
                break;
            case string[] texts:
                BinaryPrimitives.WriteInt64LittleEndian(number, texts.Length);
                Add(bytes, 6, number[..8]);
                foreach (var one in texts)
                    Add(bytes, one);
                break;
            case null or DBNull:
                Add(bytes, 0, []);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value, "No such value is hashed.");
        }
    }

    private static void Add(MemoryStream bytes, byte type, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = type;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], value.Length);
        bytes.Write(head);
        bytes.Write(value);
    }
}
