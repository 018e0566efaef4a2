using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Keys as rows of the data file.</summary>
internal sealed class SqliteKeyStore(SqliteStore store) : IKeyStore
{
    private static readonly Answer<KeyReceipt> Receipt = Answer<KeyReceipt>.Plain("key");

    /// <inheritdoc/>
    public Task<Written<KeyReceipt>?> AddAsync(ApiKey key, long replacedUntil, WriteKey? idempotency, CancellationToken ct) => store.Writer.WriteAsync(
        "add a key", session => Idempotency.Once(store, session, idempotency, Receipt, s => Add(s, key, replacedUntil)), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct) => store.Readers.ReadAsync<IReadOnlyList<ApiKey>>(
        "list the keys", session => session.Query($"SELECT {KeyColumns.Names} FROM api_keys ORDER BY created_at DESC, id DESC", KeyColumns.Read), ct);

    /// <inheritdoc/>
    public Task<ApiKey?> RevokeAsync(Guid id, long now, CancellationToken ct) => store.Writer.WriteAsync(
        "revoke a key",
        session =>
        {
            if (Get(session, id) is not { RevokedAt: null } key)
                return Get(session, id);
            var revoked = key with { RevokedAt = now };
            Put(session, revoked);
            return revoked;
        },
        ct);

    /// <inheritdoc/>
    public Task NoteUsesAsync(IReadOnlyList<KeyUse> uses, CancellationToken ct) => store.Writer.WriteAsync(
        "note uses of keys",
        session => uses.Sum(use => session.Run("UPDATE api_keys SET last_used_at = max(coalesce(last_used_at, 0), ?2) WHERE id = ?1", use.Id, use.At)),
        ct);

    private static KeyReceipt? Add(WriteSession session, ApiKey key, long replacedUntil)
    {
        if (key.Replaces is { } id)
        {
            if (Get(session, id) is not { RevokedAt: null } replaced)
                return null;
            Put(session, KeyColumns.Ending(replaced, replacedUntil));
        }

        Put(session, key);
        return new KeyReceipt(key.Id);
    }

    private static ApiKey? Get(WriteSession session, Guid id) => session.First($"SELECT {KeyColumns.Names} FROM api_keys WHERE id = ?1", KeyColumns.Read, id);

    private static void Put(WriteSession session, ApiKey key)
    {
        object?[] values = [key.Id, key.Name, key.Scopes, key.SecretHash, key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.Replaces];
        session.Run(
            $"INSERT OR REPLACE INTO api_keys ({KeyColumns.Names}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            [.. values, RowHash.Of(values), key.LastUsedAt]);
    }
}
