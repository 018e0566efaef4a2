using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>A write that the journal holds.</summary>
/// <param name="Seq">Its place in the order, 1 or more; never given twice.</param>
/// <param name="Kind">Which write (<see cref="JournalKinds"/>).</param>
/// <param name="Key">The key under which the record takes it once: the caller's, or one of its own.</param>
/// <param name="At">When it was acknowledged, epoch milliseconds.</param>
/// <param name="Payload">What is written, as JSON.</param>
/// <param name="Answer">What was answered, as JSON.</param>
/// <param name="Tries">How often the record has refused it before, 0 or more.</param>
internal sealed record JournalEntry(long Seq, string Kind, WriteKey Key, long At, string Payload, string Answer, int Tries)
{
    /// <summary>True when it is not what was written: nothing but its number may be believed, and it must never reach the record.</summary>
    public bool IsDamaged { get; init; }
}

/// <summary>A write of the journal that cannot be read, so that it can never be given to the record as it is.</summary>
/// <param name="reason">Why, one sentence for a person.</param>
/// <param name="inner">What went wrong, for the log.</param>
internal sealed class UnreadableEntryException(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>A write of the journal, read.</summary>
/// <param name="Subject">What it is about: an id, a fingerprint or a name.</param>
/// <param name="Concerns">What must stay in order with others.</param>
/// <param name="ReplayAsync">Gives it to the record; false when what it is about is not there, so that nothing was written.</param>
internal sealed record HeldWrite(string Subject, Concerns Concerns, Func<RecordPorts, CancellationToken, Task<bool>> ReplayAsync);

/// <summary>What a write concerns: of two that share anything, the record takes the earlier one first.</summary>
/// <param name="Names">Names of other things than fixes.</param>
/// <param name="Fixes">Fixes, each with its issue where the write says that.</param>
internal sealed record Concerns(IReadOnlyList<string> Names, params IReadOnlyList<(Guid Id, Fingerprint? Issue)> Fixes)
{
    /// <summary>Concerns all others: what was before it is given before it, and what comes after it after it.</summary>
    public static readonly Concerns Everything = new([]);

    /// <summary>The name of an issue.</summary>
    public static string NameOf(Fingerprint issue) => $"issue {issue}";
}

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
