namespace ObsControlPlane.Infrastructure.Neo4j.Query;

/// <summary>
/// A caller that went away after waiting long enough for an answer. It is cancelled like any other; but to the circuit breaker it is a server that does not
/// answer, or one that hangs would never be found out by callers with deadlines shorter than ours.
/// </summary>
/// <param name="inner">The cancellation.</param>
internal sealed class UnansweredException(OperationCanceledException inner)
    : OperationCanceledException("The caller went away before there was an answer.", inner, inner.CancellationToken)
{
    /// <summary>How long a caller has to have waited: fifty times what an answer takes, 2 to 5 ms.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
}
