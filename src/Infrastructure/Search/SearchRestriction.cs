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
}
