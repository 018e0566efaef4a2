namespace ObsControlPlane.Domain;

/// <summary>Codes of the rules that the domain enforces; each is a slug under <c>/problems/</c>.</summary>
public static class ProblemCodes
{
    /// <summary>The record was erased on request; its text is gone.</summary>
    public const string Erased = "erased";

    /// <summary>Another installation holds this agent name and its lease has not run out.</summary>
    public const string AgentNameInUse = "agent-name-in-use";

    /// <summary>The idempotency key was used with another request.</summary>
    public const string IdempotencyKeyReused = "idempotency-key-reused";

    /// <summary>A request with this idempotency key is still running.</summary>
    public const string IdempotencyKeyInFlight = "idempotency-key-in-flight";

    /// <summary>The record has changed since the revision the caller read.</summary>
    public const string RevisionStale = "revision-stale";

    /// <summary>The request contradicts what is already stored.</summary>
    public const string Conflict = "conflict";
}
