using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Application.Ports;

/// <summary>The keys of the API, kept with the record; never their secrets.</summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store fails and <see cref="OperationCanceledException"/> when cancelled.</remarks>
public interface IKeyStore
{
    /// <summary>Adds a key. One that it replaces expires at <paramref name="replacedUntil"/> at the latest, in the same transaction.</summary>
    /// <param name="key">The key; <see cref="ApiKey.Replaces"/> names the replaced one.</param>
    /// <param name="replacedUntil">When the replaced key ends, epoch milliseconds; one that ends earlier stays as it is.</param>
    /// <param name="idempotency">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; it may still happen.</param>
    /// <returns>What was added; a replay names the key of the first try. Null, and nothing is changed, when the key to replace is not there or was revoked.</returns>
    Task<Written<KeyReceipt>?> AddAsync(ApiKey key, long replacedUntil, WriteKey? idempotency, CancellationToken ct);

    /// <summary>All keys, also those that do not work any more.</summary>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>The newest first.</returns>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct);

    /// <summary>Revokes a key for good; one that is revoked stays as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="ct">Cancels waiting; it may still happen.</param>
    /// <returns>The key as it is now; null when there is none.</returns>
    Task<ApiKey?> RevokeAsync(Guid id, long now, CancellationToken ct);

    /// <summary>Notes when keys were used; an instant earlier than the noted one changes nothing, nor does an unknown key.</summary>
    /// <param name="uses">Key and instant, epoch milliseconds.</param>
    /// <param name="ct">Cancels waiting; it may still happen.</param>
    Task NoteUsesAsync(IReadOnlyList<KeyUse> uses, CancellationToken ct);
}

/// <summary>What adding a key did.</summary>
/// <param name="Id">The key.</param>
public sealed record KeyReceipt(Guid Id);

/// <summary>A use of a key.</summary>
/// <param name="Id">The key.</param>
/// <param name="At">When, epoch milliseconds.</param>
public sealed record KeyUse(Guid Id, long At);
