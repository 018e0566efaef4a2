using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Why one item of many was refused.</summary>
internal static class ItemProblems
{
    private static readonly IReadOnlyDictionary<string, string[]> NoErrors = new Dictionary<string, string[]>();

    /// <summary>It names an issue nobody has told yet.</summary>
    public static readonly ItemProblem UnknownFingerprint = new(
        "not-found",
        "No issue with this fingerprint is known; send the issue's text as well.",
        new Dictionary<string, string[]> { ["fingerprint"] = ["names no known issue; send issue as well"] });

    /// <summary>It is no record at all.</summary>
    public static readonly ItemProblem Unreadable = new("malformed-json", "This item could not be read.", NoErrors);

    /// <summary>Fields of it break a rule.</summary>
    public static ItemProblem Validation(IReadOnlyDictionary<string, string[]> errors) =>
        new("validation", "This item breaks a rule; the errors name each field.", errors);

    /// <summary>The store failed: this item was not stored, and may be sent again.</summary>
    public static ItemProblem NotStored(StoreUnavailableException failure) => failure.IsOverload
        ? new ItemProblem("overloaded", "This item was not stored, because too many writes are waiting; send it again later.", NoErrors)
        : new ItemProblem("store-unavailable", "This item was not stored, because the store failed; send it again later.", NoErrors);

    /// <summary>The refusal that concerns this item alone.</summary>
    /// <param name="taking">Its write, completed.</param>
    /// <param name="key">Idempotency key of the whole request, or null.</param>
    /// <returns>Null when it was taken in, or when what happened concerns the whole request.</returns>
    public static ItemProblem? OfItem(Task taking, WriteKey? key)
    {
        if (taking.Exception?.InnerException is not DomainException refused)
            return null;
        var ofRequest = key is not null && refused.Code is ProblemCodes.IdempotencyKeyReused or ProblemCodes.IdempotencyKeyInFlight;
        return ofRequest ? null : new ItemProblem(refused.Code, refused.Message, NoErrors);
    }
}
