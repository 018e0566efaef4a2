using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>What a lossless copy says of records.</summary>
internal static class Exported
{
    /// <summary>Rows of one page.</summary>
    public const int Page = 200;

    /// <summary>The line of an id that was merged into a fix.</summary>
    public static ExportedFix Twin(Guid twin, Fix into) => new(into with { Id = twin, MergedInto = into.Id });

    /// <summary>What an episode's line says of alerts and people; null when there is nothing.</summary>
    public static EpisodeDetails? Details(EpisodeDetails details) => details is { Text: null, AcknowledgedBy: null, Alerts.Count: 0 } ? null : details;

    /// <summary>The line of the first occurrences of a page, which is not empty.</summary>
    /// <remarks>A line names its first alone, so it ends where the next is not there (a copy that was taken in half).</remarks>
    /// <param name="episode">The episode.</param>
    /// <param name="page">Its next occurrences, at most <see cref="ExportedOccurrences.Most"/>.</param>
    /// <returns>The line, and whether there can be more after it.</returns>
    public static (ExportedOccurrences Line, bool IsLast) Run(Guid episode, List<(long N, long Ts)> page)
    {
        var run = page.TakeWhile((seen, at) => seen.N == page[0].N + at).Select(seen => seen.Ts).ToList();
        return (new ExportedOccurrences(episode, page[0].N, run), run.Count == page.Count && page.Count < ExportedOccurrences.Most);
    }
}
