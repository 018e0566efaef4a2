using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.Episodes;

/// <summary>
/// One stretch of an issue at one place, from its first occurrence on. An occurrence while it is open is a repeat. It ends when a
/// success for the issue is reported at that place, or when it was not seen for the regression window (docs/decisions 0007); while an
/// alert fires in it, it ends with the last of its alerts alone (<see cref="AlertRules"/>).
/// </summary>
/// <param name="Id">UUIDv7 of the occurrence that opened it.</param>
/// <param name="Fingerprint">The issue.</param>
/// <param name="Place">Server, else service; null when neither was said.</param>
/// <param name="Service">Service, or null.</param>
/// <param name="Server">Server, or null.</param>
/// <param name="Source">Who saw it first, or null.</param>
/// <param name="StartedAt">First occurrence, epoch milliseconds.</param>
/// <param name="LastSeenAt">Newest occurrence, epoch milliseconds.</param>
/// <param name="EndedAt">When it ended, epoch milliseconds; null while open.</param>
/// <param name="Count">Occurrences in it, 1 or more.</param>
public sealed record Episode(
    Guid Id, Fingerprint Fingerprint, string? Place, string? Service, string? Server, string? Source,
    long StartedAt, long LastSeenAt, long? EndedAt, long Count)
{
    /// <summary>The episode that an occurrence opens.</summary>
    /// <param name="seen">The occurrence.</param>
    /// <returns>An open episode with one occurrence.</returns>
    public static Episode Opened(Occurrence seen) => new(
        seen.Id, seen.Fingerprint, seen.Scope.Place, seen.Scope.Service, seen.Scope.Server, seen.Source, seen.Ts, seen.Ts, null, 1);

    /// <summary>Whether an occurrence belongs to this episode.</summary>
    /// <param name="ts">When it was seen, epoch milliseconds.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    /// <returns>True while open and seen within the window, inclusive.</returns>
    public bool Takes(long ts, long windowMilliseconds) => EndedAt is null && ts - LastSeenAt <= windowMilliseconds;

    /// <summary>The episode after a repeat.</summary>
    /// <param name="ts">When it was seen again, epoch milliseconds.</param>
    /// <returns>The episode with one occurrence more.</returns>
    public Episode SeenAgain(long ts) => this with { LastSeenAt = Math.Max(LastSeenAt, ts), StartedAt = Math.Min(StartedAt, ts), Count = Count + 1 };

    /// <summary>The episode after it ended.</summary>
    /// <param name="ts">When, epoch milliseconds; not before its last occurrence.</param>
    /// <returns>The ended episode; an ended one stays as it was.</returns>
    public Episode Ended(long ts) => EndedAt is null ? this with { EndedAt = Math.Max(ts, StartedAt) } : this;

    /// <summary>Whether a success before this episode means that the issue came back (contract 3).</summary>
    /// <param name="workedTs">When the fix last worked at the same place, epoch milliseconds.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    /// <returns>True when it began after the success and within the window, inclusive.</returns>
    public bool CameBackAfter(long workedTs, long windowMilliseconds) => IsReturn(StartedAt, workedTs, windowMilliseconds);

    /// <summary>Whether something seen after a success means that the issue came back (contract 3).</summary>
    /// <param name="seenAt">When it was seen, epoch milliseconds.</param>
    /// <param name="workedTs">When the fix last worked at the same place, epoch milliseconds.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    /// <returns>True when it was seen after the success and within the window, inclusive.</returns>
    public static bool IsReturn(long seenAt, long workedTs, long windowMilliseconds) => seenAt >= workedTs && seenAt - workedTs <= windowMilliseconds;
}
