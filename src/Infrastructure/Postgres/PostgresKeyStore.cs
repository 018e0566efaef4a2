using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Keys as rows of the database.</summary>
internal sealed class PostgresKeyStore(PostgresStore store) : IKeyStore
{
    // Keys change a few times a month: one name for all of them is enough.
    private const string LockName = "api keys";

    private static readonly Answer<KeyReceipt> Receipt = Answer<KeyReceipt>.Plain("key");

    /// <inheritdoc/>
    public Task<Written<KeyReceipt>?> AddAsync(ApiKey key, long replacedUntil, WriteKey? idempotency, CancellationToken ct) => store.WriteAsync(
        "add a key",
        session => Idempotency.OnceAsync(store, session, idempotency, Receipt, Locked, (s, _) => AddAsync(s, key, replacedUntil)),
        ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct) => store.ReadAsync<IReadOnlyList<ApiKey>>(
        "list the keys",
        async session => await session.QueryAsync($"SELECT {KeyColumns.Names} FROM api_keys ORDER BY created_at DESC, id DESC", KeyColumns.Read).ConfigureAwait(false),
        ct);

    /// <inheritdoc/>
    public Task<ApiKey?> RevokeAsync(Guid id, long now, CancellationToken ct) => store.WriteAsync(
        "revoke a key",
        async session =>
        {
            Locked(session);
            var key = await GetAsync(session, id).ConfigureAwait(false);
            if (key is not { RevokedAt: null })
                return key;
            var revoked = key with { RevokedAt = now };
            Put(session, revoked);
            return revoked;
        },
        ct);

    /// <inheritdoc/>
    public Task NoteUsesAsync(IReadOnlyList<KeyUse> uses, CancellationToken ct) => store.WriteAsync(
        "note uses of keys",
        session =>
        {
            Locked(session);
            session.Run(
                """
                UPDATE api_keys SET last_used_at = u.at FROM unnest($1, $2) AS u(id, at)
                WHERE api_keys.id = u.id AND coalesce(api_keys.last_used_at, 0) < u.at
                """,
                uses.Select(use => use.Id).ToArray(), uses.Select(use => use.At).ToArray());
            return Task.FromResult(uses.Count);
        },
        ct);

    private static bool Locked(WriteSession session)
    {
        session.Lock(LockName);
        return true;
    }

    private static async Task<KeyReceipt?> AddAsync(WriteSession session, ApiKey key, long replacedUntil)
    {
        if (key.Replaces is { } id)
        {
            if (await GetAsync(session, id).ConfigureAwait(false) is not { RevokedAt: null } replaced)
                return null;
            Put(session, KeyColumns.Ending(replaced, replacedUntil));
        }

        Put(session, key);
        return new KeyReceipt(key.Id);
    }

    private static Task<ApiKey?> GetAsync(WriteSession session, Guid id) =>
        session.FirstAsync($"SELECT {KeyColumns.Names} FROM api_keys WHERE id = $1", KeyColumns.Read, id);

    private static void Put(WriteSession session, ApiKey key)
    {
        Arg[] values = [key.Id, key.Name, (int)key.Scopes, key.SecretHash, key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.Replaces];
        session.Run(
            $"""
            INSERT INTO api_keys ({KeyColumns.Names}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (id) DO UPDATE SET name = $2, scopes = $3, secret_hash = $4, expires_at = $6, revoked_at = $7, replaces = $8, content_hash = $9
            """,
            [.. values, RowHash.Of(values), key.LastUsedAt]);
    }
}
