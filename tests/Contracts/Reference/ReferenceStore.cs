using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>One state behind all ports of a record: reads see the last write, writes come one after another, each with its idempotency key.</summary>
internal sealed class ReferenceStore(ReferenceRules rules)
{
    private readonly Lock _gate = new();
    private ReferenceState _state = Seeded(rules);

    internal ReferenceRules Rules { get; } = rules;

    internal async Task<T> ReadAsync<T>(Func<ReferenceState, T> read, CancellationToken ct)
    {
        Rules.Token(ct).ThrowIfCancellationRequested();
        await Task.Yield();
        lock (_gate)
            return read(_state);
    }

    internal async Task<T> WriteAsync<T>(Func<ReferenceState, T> write, CancellationToken ct)
    {
        Rules.Token(ct).ThrowIfCancellationRequested();
        await Task.Yield();
        if (!Rules.OneAtATime)
            return await WriteOverOthersAsync(write);
        lock (_gate)
        {
            var next = Rules.Atomic ? _state.Copy() : _state;
            var result = write(next);
            _state = next;
            return result;
        }
    }

    /// <summary>A write under an idempotency key; what the write returns as null was not done, and its key is not taken.</summary>
    internal Task<Written<T>?> WriteOnceAsync<T>(
        WriteKey? key, Func<ReferenceState, T?> write, Func<T, (RecordKind Kind, Guid Id)?> record, CancellationToken ct)
        where T : class =>
        WriteAsync(state => Replay<T>(state, key) ?? Do(state, key, write, record), ct);

    private Written<T>? Replay<T>(ReferenceState state, WriteKey? key)
    {
        if (key is null || !state.Answers.TryGetValue(Rules.KeyOf(key), out var known))
            return null;
        if (!Rules.SameDigest(known.Digest, key.Digest))
            throw new DomainException(ProblemCodes.IdempotencyKeyReused, "This idempotency key was used with another request.");
        if (known.Record is { } record && state.Erased.ContainsKey(record))
            throw new DomainException(ProblemCodes.Erased, "The record that this idempotency key made was erased.");
        return new Written<T>((T)known.Answer, Replayed: true);
    }

    private Written<T>? Do<T>(
        ReferenceState state, WriteKey? key, Func<ReferenceState, T?> write, Func<T, (RecordKind Kind, Guid Id)?> record)
        where T : class
    {
        if (write(state) is not { } answer)
        {
            if (key is not null && Rules.RefusalsTakeKeys)
                state.Answers[Rules.KeyOf(key)] = new KeptAnswer("refused", key, null);
            return null;
        }

        if (key is not null)
            state.Answers[Rules.KeyOf(key)] = new KeptAnswer(key.Digest, answer, record(answer));
        return new Written<T>(answer);
    }

    private static ReferenceState Seeded(ReferenceRules rules)
    {
        var state = new ReferenceState();
        rules.Seed(state);
        return state;
    }

    // What a store without isolation does: two writers start from one state and the later one wins.
    private async Task<T> WriteOverOthersAsync<T>(Func<ReferenceState, T> write)
    {
        var next = _state.Copy();
        var result = write(next);
        await Task.Delay(1);
        _state = next;
        return result;
    }
}
