using System.Buffers.Binary;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// What of a record decides whether it may be found and where among its equals, in 16 bytes: a search looks at thousands, and following each
/// to its facts would cost more than scoring it.
/// </summary>
/// <param name="IdStart">The first 8 bytes of the id, ordered as <see cref="Guid.CompareTo(Guid)"/> orders ids.</param>
/// <param name="Ts">Its newest telling, epoch milliseconds.</param>
internal readonly record struct RecordKey(ulong IdStart, long Ts)
{
    /// <summary>The key of a record.</summary>
    /// <param name="facts">What ranking has to know of it.</param>
    /// <returns>Its key.</returns>
    public static RecordKey Of(RecordFacts facts)
    {
        Span<byte> id = stackalloc byte[16];
        facts.Id.TryWriteBytes(id, bigEndian: true, out _);
        return new RecordKey(BinaryPrimitives.ReadUInt64BigEndian(id), facts.Ts);
    }
}
