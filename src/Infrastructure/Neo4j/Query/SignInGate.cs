namespace ObsControlPlane.Infrastructure.Neo4j.Query;

/// <summary>
/// Keeps wrong credentials from locking everybody out: the server refuses all sign-ins, right ones too, for five seconds after three wrong ones. Until
/// one request was let in, requests go one at a time; after a refusal none goes until the pause is over.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SignInGate(TimeProvider time) : IDisposable
{
    /// <summary>How long the server refuses everybody, and as long as nothing is sent then.</summary>
    public static readonly TimeSpan LockOut = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private Neo4jException? _refusal;
    private long _refusedAt;
    private volatile bool _isLetIn;

    /// <summary>Sends something when the credentials are known to be good, or it is its turn to find out.</summary>
    /// <exception cref="Neo4jException">A request before this one was refused, less than the pause ago; or this one was.</exception>
    public async Task<T> PassAsync<T>(Func<CancellationToken, Task<T>> send, CancellationToken ct)
    {
        ThrowWhilePaused();
        if (_isLetIn)
            return await NotingAsync(send, ct).ConfigureAwait(false);
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            ThrowWhilePaused();
            return await NotingAsync(send, ct).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<T> NotingAsync<T>(Func<CancellationToken, Task<T>> send, CancellationToken ct)
    {
        try
        {
            var result = await send(ct).ConfigureAwait(false);
            _isLetIn = true;
            return result;
        }
        catch (Neo4jException exception) when (exception.Kind is Neo4jFaultKind.SignIn or Neo4jFaultKind.LockedOut)
        {
            lock (_gate)
                (_refusal, _refusedAt) = (exception, time.GetTimestamp());
            _isLetIn = false;
            throw;
        }
    }

    private void ThrowWhilePaused()
    {
        lock (_gate)
        {
            if (_refusal is null)
                return;
            if (time.GetElapsedTime(_refusedAt) < LockOut)
                throw new Neo4jException(_refusal.Kind, "Nothing is sent for a while, because a request just before was refused: " + _refusal.Message, inner: _refusal);
            _refusal = null;
        }
    }
}
