using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Neo4j.Query;

/// <summary>Why a statement was not executed, or is not known to have been. For the log: its message may quote what was sent.</summary>
internal sealed class Neo4jException : Exception
{
    /// <summary>Store name in <see cref="StoreUnavailableException"/>.</summary>
    public const string Store = "graph";

    /// <summary>A failure that the server's code names.</summary>
    public Neo4jException(string code, string message)
        : base($"{code}: {message}") => (Code, Kind, IsWorthRepeating) = (code, Neo4jCodes.KindOf(code), Neo4jCodes.IsWorthRepeating(code));

    /// <summary>A failure without a code.</summary>
    public Neo4jException(Neo4jFaultKind kind, string message, bool isWorthRepeating = false, Exception? inner = null)
        : base(message, inner) => (Kind, IsWorthRepeating) = (kind, isWorthRepeating);

    /// <summary>The server's code, such as <c>Neo.TransientError.Transaction.DeadlockDetected</c>; null when it named none.</summary>
    public string? Code { get; }

    /// <summary>What it says.</summary>
    public Neo4jFaultKind Kind { get; }

    /// <summary>True when the same statement, sent again at once, may well succeed.</summary>
    public bool IsWorthRepeating { get; }

    /// <summary>The port's exception.</summary>
    /// <param name="operation">What was not done.</param>
    public StoreUnavailableException AsUnavailable(string operation) =>
        new(Store, operation, Kind is Neo4jFaultKind.Unreachable or Neo4jFaultKind.Busy or Neo4jFaultKind.LockedOut, this)
        {
            IsRefusal = Kind == Neo4jFaultKind.Refusal,
            Reason = Code is null ? Message : $"The graph answered {Code}; the log says more.",
            RetryAfterSeconds = Kind == Neo4jFaultKind.LockedOut ? (int)SignInGate.LockOut.TotalSeconds : 1,
        };
}
