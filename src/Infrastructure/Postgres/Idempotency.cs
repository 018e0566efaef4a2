using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Runs a write once for its idempotency key, in the write's own transaction, whichever process it comes to.</summary>
internal static class Idempotency
{
    /// <summary>The kept answer when the key is known; else the write, and its answer kept under the key.</summary>
    /// <param name="store">Clock and settings.</param>
    /// <param name="session">The session.</param>
    /// <param name="key">The key, or null to run the write in any case.</param>
    /// <param name="answer">How the answer is kept.</param>
    /// <param name="gather">Gathers what the write asks first, so that it is asked together with the key; its lock is waited for after the key's.</param>
    /// <param name="write">The write; null when it did nothing, which takes no key.</param>
    /// <returns>The answer; null when the write did nothing.</returns>
    /// <exception cref="DomainException">The key was used with another request, or its record was erased, or its first request is still running.</exception>
    public static async Task<Written<T>?> OnceAsync<T, TAsked>(
        PostgresStore store, WriteSession session, WriteKey? key, Answer<T> answer, Func<WriteSession, TAsked> gather, Func<WriteSession, TAsked, Task<T?>> write)
        where T : class
    {
        if (key is null)
            return await write(session, gather(session)).ConfigureAwait(false) is { } plain ? new Written<T>(plain) : null;
        session.Lock($"once:{key.Item}:{key.Key}");
        var known = AskKnown(store, session, key);
        var asked = gather(session);
        await session.SendAsync().ConfigureAwait(false);
        if (known.First is { } kept)
            return new Written<T>(await answer.Recall(session, kept.AnswerTo(key)).ConfigureAwait(false), Replayed: true);

        if (await write(session, asked).ConfigureAwait(false) is not { } value)
            return null;
        Keep(store, session, key, answer.Kind, answer.Keep(value));
        return new Written<T>(value);
    }

    /// <summary>Forgets keys that are older than they are kept.</summary>
    /// <returns>How many; at most <paramref name="limit"/>.</returns>
    public static Task<int> PurgeAsync(PostgresStore store, WriteSession session, int limit) => session.RunNowAsync(
        "DELETE FROM idempotency WHERE (key, item) IN (SELECT key, item FROM idempotency WHERE created < $1 ORDER BY created LIMIT $2 FOR UPDATE SKIP LOCKED)",
        Oldest(store), limit);

    private static void Keep(PostgresStore store, WriteSession session, WriteKey key, string kind, string answer)
    {
        Arg[] values = [key.Key, key.Item, key.Digest, kind, answer, store.Now];
        session.Run(
            $"""
            INSERT INTO idempotency ({KeptAnswer.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (key, item) DO UPDATE SET digest = $3, kind = $4, answer = $5, created = $6, content_hash = $7
            """,
            [.. values, RowHash.Of(values)]);
    }

    private static Asked<KeptAnswer> AskKnown(PostgresStore store, PostgresSession session, WriteKey key) => session.Ask(
        $"SELECT {KeptAnswer.Columns} FROM idempotency WHERE key = $1 AND item = $2 AND created >= $3", KeptAnswer.Read, key.Key, key.Item, Oldest(store));

    private static long Oldest(PostgresStore store) => store.Now - (long)(store.Options.IdempotencyKeepHours * 3_600_000);
}
