namespace ObsControlPlane.Application.Ports;

/// <summary>
/// An idempotency key of one write. Its row commits in the write's own transaction; a repeat with the same digest changes nothing
/// and returns what was returned first, another digest is refused with <see cref="Domain.ProblemCodes.IdempotencyKeyReused"/>.
/// </summary>
/// <param name="Key">The caller's key, 1–200 characters.</param>
/// <param name="Item">Position in a batch, 0 or more; 0 for a single write.</param>
/// <param name="Digest">Hash of route and body.</param>
public sealed record WriteKey(string Key, int Item, string Digest)
{
    /// <summary>The key of another item of the same request.</summary>
    /// <param name="item">Position, 0 or more.</param>
    /// <returns>A key of its own, for a transaction of its own.</returns>
    public WriteKey At(int item) => this with { Item = item };
}

/// <summary>The result of a write.</summary>
/// <param name="Value">What it did.</param>
/// <param name="Replayed">True when nothing was done because the idempotency key was known; <paramref name="Value"/> is then what the first try did.</param>
/// <param name="Durability">What is promised: <see cref="Ports.Durability.Journaled"/> when the record will take it later, so that <paramref name="Value"/> tells only what was said.</param>
/// <typeparam name="T">Type of the result.</typeparam>
public sealed record Written<T>(T Value, bool Replayed = false, Durability Durability = Durability.Committed);
