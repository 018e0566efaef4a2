namespace ObsControlPlane.Application.Ports;

/// <summary>A store could not do what was asked; a write that ended so was not acknowledged.</summary>
/// <param name="store">Which store: <c>memory</c>, <c>graph</c>, <c>vectors</c>, <c>embedder</c>.</param>
/// <param name="operation">The port's operation.</param>
/// <param name="transient">True when trying again later may succeed.</param>
/// <param name="inner">The driver's own exception, for the log only.</param>
public sealed class StoreUnavailableException(string store, string operation, bool transient, Exception? inner = null)
    : Exception($"The {store} store could not {operation}.", inner)
{
    /// <summary>Which store.</summary>
    public string Store { get; } = store;

    /// <summary>Which operation of the port.</summary>
    public string Operation { get; } = operation;

    /// <summary>True when trying again later may succeed.</summary>
    public bool IsTransient { get; } = transient;

    /// <summary>True when the store is well but has more writes waiting than it takes; the caller should come back later.</summary>
    public bool IsOverload { get; init; }

    /// <summary>
    /// True when the store is well and will not take what it was given: the same write will be refused again, others will not. Only such a write may be
    /// given up; a store that is not transient otherwise is waiting for somebody to mend its set-up.
    /// </summary>
    public bool IsRefusal { get; init; }

    /// <summary>Why, one sentence for a person that holds nothing of what was sent, nor SQL, Cypher, path or host; null when there is no more to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Seconds after which a caller should try again, 1 or more.</summary>
    public int RetryAfterSeconds { get; init; } = 1;
}
