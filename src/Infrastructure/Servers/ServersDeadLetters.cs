using System.Globalization;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Journal;
using ObsControlPlane.Infrastructure.Outbox;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>
/// What the record refused of this process's journal, then what the graph refused of the outbox that all processes share. An id names its
/// store, and the journal it is in: several processes may stand behind one address, and each has a journal of its own.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="kinds">Reads what it holds.</param>
/// <param name="outbox">The outbox.</param>
internal sealed class ServersDeadLetters(WriteJournal journal, JournalKinds kinds, IOutbox outbox) : IDeadLetters
{
    private const string Record = "memory";
    private const string Graph = "graph";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string? after, int limit, CancellationToken ct)
    {
        var own = await OwnAsync(ct).ConfigureAwait(false);
        var letters = new List<DeadLetter>();
        if (after is null || NumberOf(after, own) is not null)
        {
            var refused = await journal.ReadRefusedAsync(after is null ? 0 : NumberOf(after, own)!.Value, limit, ct).ConfigureAwait(false);
            letters.AddRange(refused.Select(write => LetterOf(own, write)));
        }

        // What comes after another journal's is the outbox's.
        if (letters.Count < limit)
        {
            var place = after is null ? 0 : NumberOf(after, Graph) ?? 0;
            var parked = await outbox.ListParkedAsync(place, limit - letters.Count, ct).ConfigureAwait(false);
            letters.AddRange(parked.Select(item => new DeadLetter(
                IdOf(Graph, item.Seq), Graph, item.Kind, item.Subject, item.Reason, item.Attempts, item.CreatedAt, item.ParkedAt)));
        }

        return letters;
    }

    /// <inheritdoc/>
    public Task<bool> RetryAsync(string id, CancellationToken ct) => DecideAsync(id, journal.RetryAsync, outbox.RetryAsync, ct);

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(string id, CancellationToken ct) => DecideAsync(id, journal.DiscardAsync, outbox.DiscardAsync, ct);

    private async Task<bool> DecideAsync(
        string id, Func<long, CancellationToken, Task<bool>> ofJournal, Func<long, CancellationToken, Task<bool>> ofOutbox, CancellationToken ct)
    {
        if (NumberOf(id, Graph) is { } row)
            return await ofOutbox(row, ct).ConfigureAwait(false);
        return NumberOf(id, await OwnAsync(ct).ConfigureAwait(false)) is { } entry && await ofJournal(entry, ct).ConfigureAwait(false);
    }

    private async Task<string> OwnAsync(CancellationToken ct) => $"{Record}-{await journal.GetIdentityAsync(ct).ConfigureAwait(false)}";

    private DeadLetter LetterOf(string own, RefusedEntry write) => new(
        IdOf(own, write.Entry.Seq), Record, write.Entry.Kind, SubjectOf(write.Entry), write.Reason, write.Entry.Tries + 1,
        write.Entry.IsDamaged ? write.RefusedAt : write.Entry.At, write.RefusedAt);

    private string? SubjectOf(JournalEntry entry)
    {
        try
        {
            return kinds.Read(entry).Subject;
        }
        catch (UnreadableEntryException)
        {
            // Its reason says so.
            return null;
        }
    }

    private static string IdOf(string source, long number) => string.Create(CultureInfo.InvariantCulture, $"{source}-{number}");

    private static long? NumberOf(string id, string source) =>
        id.StartsWith(source + "-", StringComparison.Ordinal) && long.TryParse(id.AsSpan(source.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
