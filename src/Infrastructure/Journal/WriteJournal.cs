using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>
/// Writes that were acknowledged while the record was away, in a file of their own beside it: every append is flushed before it is
/// acknowledged, as in the embedded file (docs/decisions 0004).
/// </summary>
internal sealed class WriteJournal(SqliteStore store) : IAsyncDisposable
{
    private const string Columns = "seq, kind, key, item, digest, at, payload, answer, tries, content_hash";
    private const string Inserting = $"INSERT INTO entries ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    private const int Values = 9;

    private volatile JournalDepth _newest = new(0, null, 0);
    private string? _identity;

    /// <summary>Whether it can be written: the newest try.</summary>
    public ProbeReading Writing => store.Writing.Reading;

    /// <summary>Sizes as they were measured last.</summary>
    public JournalDepth Newest => _newest;

    /// <summary>Rings when a refused write is to be tried again.</summary>
    public Bell Retried { get; } = new(store.Time);

    /// <summary>Appends a write under its key; a key that is held already changes nothing.</summary>
    /// <param name="kind">Which write.</param>
    /// <param name="key">Its key.</param>
    /// <param name="payload">What is written, as JSON.</param>
    /// <param name="answer">What is answered, as JSON.</param>
    /// <param name="ct">Cancels waiting; the append may still happen.</param>
    /// <returns>The entry, and whether it was there before.</returns>
    /// <exception cref="DomainException">The key is held for another request.</exception>
    /// <exception cref="StoreUnavailableException">Nothing was appended.</exception>
    public Task<(JournalEntry Entry, bool IsRepeat)> AppendAsync(string kind, WriteKey key, string payload, string answer, CancellationToken ct) => store.Writer.WriteAsync(
        "take a write into the journal",
        session =>
        {
            if (HeldUnder(session, key) is { } held)
            {
                return held.Key.Digest == key.Digest
                    ? (held, true)
                    : throw new DomainException(
                        ProblemCodes.IdempotencyKeyReused, "This idempotency key was used with another request; use a new key for a new request.");
            }

            var entry = new JournalEntry(session.NextRevision(), kind, key, store.Now, payload, answer, 0);
            object?[] values = ValuesOf(entry);
            session.Run(Inserting, [.. values, RowHash.Of(values)]);
            return (entry, false);
        },
        ct);

    /// <summary>The oldest entries, in their order; one that is damaged says so.</summary>
    public Task<List<JournalEntry>> ReadAsync(int limit, CancellationToken ct) => store.Readers.ReadAsync(
        "read the journal", session => session.Query($"SELECT {Columns} FROM entries ORDER BY seq LIMIT ?1", ReadAny, limit), ct);

    /// <summary>Whether any entry waits.</summary>
    public Task<bool> HoldsAnyAsync(CancellationToken ct) =>
        store.Readers.ReadAsync("look into the journal", session => session.Exists("SELECT 1 FROM entries LIMIT 1"), ct);

    /// <summary>Forgets entries that the record has taken.</summary>
    public Task RemoveAsync(IReadOnlyList<long> taken, CancellationToken ct) => store.Writer.WriteAsync(
        "forget what the record has taken", session => taken.Sum(seq => session.Run("DELETE FROM entries WHERE seq = ?1", seq)), ct);

    /// <summary>Puts an entry aside that the record refused for good.</summary>
    public Task RefuseAsync(JournalEntry entry, string reason, CancellationToken ct) => store.Writer.WriteAsync(
        "put a refused write aside",
        session =>
        {
            session.Run(
                $"INSERT OR IGNORE INTO refused ({Columns}, refused_at, reason) SELECT {Columns}, ?2, ?3 FROM entries WHERE seq = ?1", entry.Seq, store.Now, reason);
            return session.Run("DELETE FROM entries WHERE seq = ?1", entry.Seq);
        },
        ct);

    /// <summary>Refused writes after a place, oldest first.</summary>
    public Task<List<RefusedEntry>> ReadRefusedAsync(long after, int limit, CancellationToken ct) => store.Readers.ReadAsync(
        "read refused writes",
        session => session.Query(
            $"SELECT {Columns}, refused_at, reason FROM refused WHERE seq > ?1 ORDER BY seq LIMIT ?2",
            row => new RefusedEntry(ReadAny(row), row.GetInt64(Values + 1), row.GetString(Values + 2)), after, limit),
        ct);

    /// <summary>Lets a refused write be tried again at once, behind those that wait.</summary>
    /// <remarks>
    /// Its key may be held anew. By a repeat of the same request: then that is the second try. By another request: then it is tried under a key of its own.
    /// </remarks>
    /// <returns>False when there is no such write.</returns>
    /// <exception cref="DomainException">It is damaged.</exception>
    public async Task<bool> RetryAsync(long seq, CancellationToken ct)
    {
        var isThere = await store.Writer.WriteAsync("try a refused write again", session => Retry(session, seq), ct).ConfigureAwait(false);
        if (isThere)
            Retried.Ring();
        return isThere;
    }

    /// <summary>Forgets a refused write.</summary>
    /// <returns>False when there is no such write.</returns>
    public Task<bool> DiscardAsync(long seq, CancellationToken ct) => store.Writer.WriteAsync(
        "discard a refused write", session => session.Run("DELETE FROM refused WHERE seq = ?1", seq) > 0, ct);

    /// <summary>Sizes.</summary>
    public async Task<JournalDepth> MeasureAsync(CancellationToken ct) => _newest = await store.Readers.ReadAsync(
        "measure the journal",
        session => new JournalDepth(
            session.Number("SELECT count(*) FROM entries") ?? 0, session.Number("SELECT at FROM entries ORDER BY seq LIMIT 1"),
            session.Number("SELECT count(*) FROM refused") ?? 0),
        ct).ConfigureAwait(false);

    /// <summary>Tells this journal from those of other processes, 8 hex digits; the same for as long as its file is there.</summary>
    public async Task<string> GetIdentityAsync(CancellationToken ct) => _identity ??= await store.Readers.ReadAsync(
        "read the journal's identity", session => session.First("SELECT lower(hex(id)) FROM identity", row => row.GetString(0)) ?? "", ct).ConfigureAwait(false);

    /// <summary>Writes one beat, which proves that the file can be written; a failure shows in <see cref="Writing"/>.</summary>
    public async Task BeatAsync(CancellationToken ct)
    {
        try
        {
            await store.Writer.WriteAsync(
                "write the heartbeat",
                session => session.Run("INSERT INTO heartbeat VALUES (1, ?1) ON CONFLICT (only) DO UPDATE SET beat = excluded.beat", store.Now), ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // The writer has noted and logged it already.
        }
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static bool Retry(WriteSession session, long seq)
    {
        if (session.First($"SELECT {Columns} FROM refused WHERE seq = ?1", ReadAny, seq) is not { } entry)
            return false;
        if (entry.IsDamaged)
            throw new DomainException(ProblemCodes.Conflict, "This write is damaged and cannot be tried again; discard it, and have its sender send it again.");
        session.Run("DELETE FROM refused WHERE seq = ?1", seq);
        var held = HeldUnder(session, entry.Key);
        if (held is not null && held.Key.Digest == entry.Key.Digest)
            return true;
        object?[] values = ValuesOf(entry with { Seq = session.NextRevision(), Tries = entry.Tries + 1, Key = held is null ? entry.Key : WriteKeys.Own() });
        session.Run(Inserting, [.. values, RowHash.Of(values)]);
        return true;
    }

    private static JournalEntry? HeldUnder(WriteSession session, WriteKey key) =>
        session.First($"SELECT {Columns} FROM entries WHERE key = ?1 AND item = ?2", Read, key.Key, key.Item);

    private static object?[] ValuesOf(JournalEntry entry) =>
        [entry.Seq, entry.Kind, entry.Key.Key, entry.Key.Item, entry.Key.Digest, entry.At, entry.Payload, entry.Answer, entry.Tries];

    private static JournalEntry Read(SqliteDataReader row)
    {
        var values = RowValues.Verified(row, "entries", 0, Values);
        return new JournalEntry(
            values.Integer(0), values.Text(1), new WriteKey(values.Text(2), (int)values.Integer(3), values.Text(4)), values.Integer(5), values.Text(6), values.Text(7), (int)values.Integer(8));
    }

    private static JournalEntry ReadAny(SqliteDataReader row)
    {
        try
        {
            return Read(row);
        }
        catch (DamagedRowException)
        {
            return new JournalEntry(row.GetInt64(0), row.GetValue(1) as string ?? "unknown", new WriteKey("", 0, ""), 0, "", "", 0) { IsDamaged = true };
        }
    }
}

/// <summary>How full the journal is.</summary>
/// <param name="Waiting">Writes that the record has not taken yet.</param>
/// <param name="OldestAt">When the oldest of them was acknowledged, epoch milliseconds; null when none waits.</param>
/// <param name="Refused">Writes that the record refused for good.</param>
internal sealed record JournalDepth(long Waiting, long? OldestAt, long Refused);
