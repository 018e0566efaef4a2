using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>What the lines of an export make of the records here; what is there already stays as it is.</summary>
internal static class Imported
{
    /// <summary>What happened to a line.</summary>
    public static ImportedReceipt Receipt(Guid id, bool deduplicated, Guid? mergedInto = null) => new(id.ToString(), deduplicated, mergedInto);

    /// <summary>The id under which an arriving fix comes into being: a twin may arrive before what it was merged into.</summary>
    public static Guid IdOf(Fix fix) => fix.MergedInto ?? fix.Id;

    /// <summary>An arriving fix before its reports and outcomes, which have lines of their own.</summary>
    public static Fix Untold(Fix fix, Guid? supersedes, Guid? supersededBy, long revision) => fix with
    {
        Id = IdOf(fix),
        MergedInto = null,
        Sightings = 1,
        Outcomes = OutcomeCounts.None,
        Success = null,
        SuccessTs = null,
        Supersedes = supersedes,
        SupersededBy = supersededBy,
        Revision = revision,
    };

    /// <summary>A fix after an arriving report.</summary>
    /// <remarks>The fix's own line brought the state its reports had led to; only what is told of a twin, or is newer, changes it.</remarks>
    public static Fix Told(Fix fix, ExportedReport line) => fix.Id != line.FixId || line.Report.Ts > fix.Ts ? fix.ToldAgain(line.Report) : fix;

    /// <summary>A fix that names a twin, naming what that was merged into.</summary>
    public static Fix Following(Fix fix, Guid twin, Guid into) => fix with
    {
        Supersedes = fix.Supersedes == twin ? into : fix.Supersedes,
        SupersededBy = fix.SupersededBy == twin ? into : fix.SupersededBy,
    };

    /// <summary>The refusal of a line about a fix that is not there.</summary>
    public static DomainException NoFix(Guid id) =>
        new(ProblemCodes.Conflict, $"This line is about the fix {id}, which is not there; import the fix's own line first.");

    /// <summary>The refusal of occurrences of an episode that is not there.</summary>
    public static DomainException NoEpisode(Guid id) =>
        new(ProblemCodes.Conflict, $"This line is about the episode {id}, which is not there; import the episode's own line first.");

    /// <summary>The instant from which an arriving episode was compared with the successes before it; the id of one that an alert opened says when that came.</summary>
    public static long JudgedAt(ExportedEpisode line, long windowMilliseconds) => line.Details is { Alerts.Count: > 0 }
        ? AlertRules.JudgedAt(line.Episode.StartedAt, TimeOrderedId.InstantOf(line.Episode.Id), windowMilliseconds)
        : line.Episode.StartedAt;

    /// <exception cref="DomainException">The line brings more occurrences than the episode counts.</exception>
    public static void ThrowIfMore(ExportedOccurrences line, Episode episode)
    {
        if (line.First + line.Seen.Count - 1 > episode.Count)
            throw new DomainException(ProblemCodes.Conflict, $"The episode {line.EpisodeId} counts {episode.Count} occurrences, and this line brings more.");
    }
}
