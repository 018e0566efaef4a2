using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ObsControlPlane.Domain;

/// <summary>
/// UUIDs of version 7 that this process gives out in ascending order, however many in a millisecond, so that ties by id are ties by age.
/// Source: RFC 9562, 5.7 and 6.2 (method 1: the 12 bits after the version are a counter that begins at random in each millisecond).
/// </summary>
public static class TimeOrderedId
{
    private const int CounterBits = 12;

    // Each millisecond begins in the lower half, so that there is room to count.
    private const int FirstCounters = 1 << (CounterBits - 1);

    private static readonly Lock Turn = new();
    private static long _last;

    /// <summary>The next id.</summary>
    /// <param name="now">Our clock; when it goes back, ids go on from the latest instant it has shown.</param>
    /// <returns>Greater than every id given out before.</returns>
    public static Guid Next(DateTimeOffset now)
    {
        var earliest = (now.ToUnixTimeMilliseconds() << CounterBits) | (long)RandomNumberGenerator.GetInt32(FirstCounters);
        long place;
        lock (Turn)
        {
            var isSameMillisecond = _last >> CounterBits >= earliest >> CounterBits;
            _last = place = isSameMillisecond ? _last + 1 : earliest;
        }

        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (place >> CounterBits << 16) | 0x7000 | (place & ((1 << CounterBits) - 1)));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The instant that an id was given at, epoch milliseconds.</summary>
    /// <param name="id">A UUID of version 7.</param>
    public static long InstantOf(Guid id) => BinaryPrimitives.ReadInt64BigEndian(id.ToByteArray(bigEndian: true)) >>> 16;
}
