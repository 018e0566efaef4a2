namespace ObsControlPlane.Infrastructure.Neo4j.Query;

/// <summary>
/// What the server's codes mean (neo4j.com/docs/status-codes). The status of the answer decides nothing: a deadlock comes as 400 or inside a 202, a
/// value too long for an index as 500.
/// </summary>
internal static class Neo4jCodes
{
    public const string RateLimit = "Neo.ClientError.Security.AuthenticationRateLimit";

    // Refusals of what one row holds. Other client errors (syntax, a missing parameter or index) would meet every row alike.
    private static readonly HashSet<string> Refusals = new(StringComparer.Ordinal)
    {
        "N/A",
        "Neo.ClientError.General.InvalidArguments",
        "Neo.ClientError.Procedure.ProcedureCallFailed",
        "Neo.ClientError.Request.Invalid",
        "Neo.ClientError.Schema.ConstraintValidationFailed",
        "Neo.ClientError.Statement.ArgumentError",
        "Neo.ClientError.Statement.ArithmeticError",
        "Neo.ClientError.Statement.ConstraintVerificationFailed",
        "Neo.ClientError.Statement.PropertyNotFound",
        "Neo.ClientError.Statement.SemanticError",
        "Neo.ClientError.Statement.TypeError",

        // "Property value is too large to index" comes under this one.
        "Neo.DatabaseError.Statement.ExecutionFailed",
    };

    // A time-out, a lack of memory or a bookmark ahead of the store come again when asked again at once.
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "Neo.TransientError.General.DatabaseUnavailable",
        "Neo.TransientError.Transaction.ConstraintsChanged",
        "Neo.TransientError.Transaction.DeadlockDetected",
        "Neo.TransientError.Transaction.Interrupted",
        "Neo.TransientError.Transaction.LockAcquisitionTimeout",
        "Neo.TransientError.Transaction.LockClientStopped",
        "Neo.TransientError.Transaction.Outdated",
    };

    public static Neo4jFaultKind KindOf(string code) => code switch
    {
        RateLimit => Neo4jFaultKind.LockedOut,
        _ when Refusals.Contains(code) => Neo4jFaultKind.Refusal,
        _ when code.StartsWith("Neo.TransientError.", StringComparison.Ordinal) => Neo4jFaultKind.Busy,
        _ when code.StartsWith("Neo.ClientError.Security.", StringComparison.Ordinal) => Neo4jFaultKind.SignIn,
        _ when code.StartsWith("Neo.ClientError.Transaction.", StringComparison.Ordinal) => Neo4jFaultKind.Busy,
        _ when code.StartsWith("Neo.DatabaseError.Schema.", StringComparison.Ordinal) => Neo4jFaultKind.Setup,

        // A full disk, for one, is the server's trouble and passes; a row must not be given up for it.
        _ when code.StartsWith("Neo.DatabaseError.", StringComparison.Ordinal) => Neo4jFaultKind.Busy,
        _ => Neo4jFaultKind.Setup,
    };

    public static bool IsWorthRepeating(string code) => Passing.Contains(code);
}
