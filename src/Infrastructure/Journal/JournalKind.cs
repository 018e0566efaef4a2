using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>A kind of write that the journal takes.</summary>
/// <param name="name">Its name in the journal; never changed once released.</param>
internal abstract class JournalKind(string name)
{
    /// <summary>Its name in the journal.</summary>
    public string Name => name;

    /// <summary>Reads a held write.</summary>
    /// <exception cref="UnreadableEntryException">It is not what this version of the program writes.</exception>
    public abstract HeldWrite Read(JournalEntry entry);
}

/// <summary>A kind of write and its answer.</summary>
/// <param name="name">Its name in the journal.</param>
/// <param name="subject">What it is about, for a person: an id, a fingerprint or a name.</param>
/// <param name="concerns">What must stay in order with others.</param>
/// <param name="answer">What is answered while the record has not taken it.</param>
/// <param name="write">Writes it to the record; null when what it is about is not there.</param>
/// <param name="keep">Makes true what was answered before the record was asked, where its own answer differs: an id that was given stays valid. Repeatable; null when nothing can differ.</param>
/// <typeparam name="TWrite">What is written.</typeparam>
/// <typeparam name="TAnswer">What is answered.</typeparam>
internal sealed class JournalKind<TWrite, TAnswer>(
    string name, Func<TWrite, string> subject, Func<TWrite, Concerns> concerns, Func<TWrite, TAnswer> answer,
    Func<RecordPorts, TWrite, WriteKey?, CancellationToken, Task<Written<TAnswer>?>> write,
    Func<RecordPorts, TWrite, TAnswer, CancellationToken, Task>? keep = null) : JournalKind(name)
    where TAnswer : class
{
    /// <summary>Writes it to the record.</summary>
    public Task<Written<TAnswer>?> WriteAsync(RecordPorts record, TWrite value, WriteKey? key, CancellationToken ct) => write(record, value, key, ct);

    /// <summary>Takes it into the journal.</summary>
    /// <returns>The answer; for a key that is held already, what was answered first.</returns>
    public async Task<Written<TAnswer>> HoldAsync(WriteJournal journal, TWrite value, WriteKey key, CancellationToken ct)
    {
        var (entry, isRepeat) = await journal.AppendAsync(
            Name, key, JsonSerializer.Serialize(value, KeptAnswer.Json), JsonSerializer.Serialize(answer(value), KeptAnswer.Json), ct).ConfigureAwait(false);
        return new Written<TAnswer>(JsonSerializer.Deserialize<TAnswer>(entry.Answer, KeptAnswer.Json)!, isRepeat, Durability.Journaled);
    }

    /// <inheritdoc/>
    public override HeldWrite Read(JournalEntry entry)
    {
        try
        {
            var value = JsonSerializer.Deserialize<TWrite>(entry.Payload, KeptAnswer.Json) ?? throw new JsonException("It holds nothing.");
            return new HeldWrite(subject(value), concerns(value), (record, ct) => ReplayAsync(record, value, entry.Key, ct));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            throw new UnreadableEntryException($"This version of the program cannot read this write of kind '{Name}'; another version wrote it.", exception);
        }
    }

    // It is not done before both are: a replay that ends in between is made again.
    private async Task<bool> ReplayAsync(RecordPorts record, TWrite value, WriteKey key, CancellationToken ct)
    {
        if (await write(record, value, key, ct).ConfigureAwait(false) is not { } written)
            return false;
        if (keep is not null)
            await keep(record, value, written.Value, ct).ConfigureAwait(false);
        return true;
    }
}

/// <summary>The ports of the record itself, without the journal.</summary>
internal sealed record RecordPorts(IFixMemory Memory, IAgentRegistry Agents, ITelemetryLog Telemetry, IAlertMemory Alerts);
