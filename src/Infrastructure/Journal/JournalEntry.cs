using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>A write that the journal holds.</summary>
/// <param name="Seq">Its place in the order, 1 or more; never given twice.</param>
/// <param name="Kind">Which write (<see cref="JournalKinds"/>).</param>
/// <param name="Key">The key under which the record takes it once: the caller's, or one of its own.</param>
/// <param name="At">When it was acknowledged, epoch milliseconds.</param>
/// <param name="Payload">What is written, as JSON.</param>
/// <param name="Answer">What was answered, as JSON.</param>
internal sealed record JournalEntry(long Seq, string Kind, WriteKey Key, long At, string Payload, string Answer);

/// <summary>A write that the record refused for good after it had been acknowledged.</summary>
/// <param name="Entry">The write.</param>
/// <param name="RefusedAt">When, epoch milliseconds.</param>
/// <param name="Reason">Why, one sentence.</param>
internal sealed record RefusedEntry(JournalEntry Entry, long RefusedAt, string Reason);

/// <summary>Keys that the journal gives.</summary>
internal static class WriteKeys
{
    /// <summary>A key that nothing else has, for a write without one.</summary>
    public static WriteKey Own() => new($"journal-{Guid.CreateVersion7()}", 0, "");
}
