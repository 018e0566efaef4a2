namespace ObsControlPlane.Infrastructure.Neo4j.Query;

/// <summary>What a failure says of the server, of the set-up, or of what it was given.</summary>
internal enum Neo4jFaultKind
{
    /// <summary>No answer, or one that broke off: whether the statement was executed is not known.</summary>
    Unreachable = 0,

    /// <summary>The server could not just now; nothing was changed.</summary>
    Busy = 1,

    /// <summary>The server takes no sign-in for a while, from anybody.</summary>
    LockedOut = 2,

    /// <summary>User or password are wrong, or may not do this.</summary>
    SignIn = 3,

    /// <summary>The database or the interface is not there, or this is no Neo4j, or one that does not understand us.</summary>
    Setup = 4,

    /// <summary>What it was given cannot be stored; the same will be refused again, other rows will not.</summary>
    Refusal = 5,
}
