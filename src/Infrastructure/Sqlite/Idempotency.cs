using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Runs a write once for its idempotency key, in the write's own transaction.</summary>
internal static class Idempotency
{
    /// <summary>The kept answer when the key is known; else the write, and its answer kept under the key.</summary>
    /// <param name="store">Clock and settings.</param>
    /// <param name="session">The writer's session.</param>
    /// <param name="key">The key, or null to run the write in any case.</param>
    /// <param name="answer">How the answer is kept.</param>
    /// <param name="write">The write; null when it did nothing, which takes no key.</param>
    /// <returns>The answer; null when the write did nothing.</returns>
    /// <exception cref="DomainException">The key was used with another request, or its record was erased.</exception>
    public static Written<T>? Once<T>(SqliteStore store, WriteSession session, WriteKey? key, Answer<T> answer, Func<WriteSession, T?> write)
        where T : class
    {
        if (key is null)
            return write(session) is { } plain ? new Written<T>(plain) : null;
        if (Known(store, session, key) is { } kept)
            return new Written<T>(answer.Recall(session, kept.AnswerTo(key)), Replayed: true);

        if (write(session) is not { } value)
            return null;
        object?[] values = [key.Key, key.Item, key.Digest, answer.Kind, answer.Keep(value), store.Now];
        session.Run(
            $"INSERT OR REPLACE INTO idempotency ({KeptAnswer.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            [.. values, RowHash.Of(values)]);
        return new Written<T>(value);
    }

    /// <summary>Forgets keys that are older than they are kept.</summary>
    public static int Purge(SqliteStore store, WriteSession session) =>
        session.Run("DELETE FROM idempotency WHERE created < ?1", Oldest(store));

    private static KeptAnswer? Known(SqliteStore store, WriteSession session, WriteKey key) => session.First(
        $"SELECT {KeptAnswer.Columns} FROM idempotency WHERE key = ?1 AND item = ?2 AND created >= ?3", KeptAnswer.Read, key.Key, key.Item, Oldest(store));

    private static long Oldest(SqliteStore store) => store.Now - (long)(store.Options.IdempotencyKeepHours * 3_600_000);
}
