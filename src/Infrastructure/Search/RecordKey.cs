using System.Buffers.Binary;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// What of a record decides whether it may be found and where among its equals, in 16 bytes: a search looks at thousands, and following each
/// to its facts would cost more than scoring it.
/// </summary>
/// <param name="IdStart">The first 8 bytes of the id, ordered as <see cref="Guid.CompareTo(Guid)"/> orders ids.</param>
/// <param name="TsAndKind">Its newest telling, epoch milliseconds, times two; plus one for a fix.</param>
internal readonly record struct RecordKey(ulong IdStart, long TsAndKind)
{
    /// <summary>Its newest telling, epoch milliseconds.</summary>
    public long Ts => TsAndKind >> 1;

    /// <summary>True for a fix, false for a memory.</summary>
    public bool IsFix => (TsAndKind & 1) != 0;

    /// <summary>The key of a record.</summary>
    /// <param name="facts">What ranking has to know of it.</param>
    /// <returns>Its key.</returns>
    public static RecordKey Of(RecordFacts facts)
    {
        Span<byte> id = stackalloc byte[16];
        facts.Id.TryWriteBytes(id, bigEndian: true, out _);
        return new RecordKey(BinaryPrimitives.ReadUInt64BigEndian(id), (facts.Ts << 1) | (facts.IsFix ? 1L : 0));
    }
}
