using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>What a search may find. It holds inside the search, so that a narrow one still fills the depth.</summary>
/// <param name="FixesOnly">True to leave memories out.</param>
/// <param name="Before">Only records whose <see cref="RecordFacts.Ts"/> is less, epoch milliseconds; null = all.</param>
/// <param name="Exclude">Records to leave out; null = none.</param>
/// <param name="Allowed">Row ids that a filter let through; null = all.</param>
internal sealed record SearchRestriction(bool FixesOnly = false, long? Before = null, IReadOnlySet<Guid>? Exclude = null, RidSet? Allowed = null)
{
    /// <summary>Everything may be found.</summary>
    public static SearchRestriction None { get; } = new();

    /// <summary>Whether a record may be found.</summary>
    /// <param name="rid">Its row id.</param>
    /// <param name="key">Its key.</param>
    /// <param name="facts">Where its facts are, for the rare restriction that needs them.</param>
    /// <param name="slot">Its slot there.</param>
    /// <returns>True when nothing forbids it.</returns>
    public bool Admits(long rid, RecordKey key, FrozenColumn<RecordFacts> facts, int slot) =>
        Allowed?.Contains(rid) != false
        && (!FixesOnly || key.IsFix)
        && (Before is not { } before || key.Ts < before)
        && Exclude?.Contains(facts[slot].Id) != true;
}
