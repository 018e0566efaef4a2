using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Takes an occurrence into the transaction of the caller (contract 3).</summary>
internal static class OccurrenceIntake
{
    /// <summary>Opens an episode or repeats the open one, and finds the fixes whose success did not last.</summary>
    /// <returns>The receipt; null when the fingerprint is not known and no issue text was given.</returns>
    public static OccurrenceReceipt? Take(WriteSession session, Occurrence seen, long windowMilliseconds)
    {
        var issue = IssueRows.Get(session, seen.Fingerprint);
        if (issue is null && seen.IssueText is null)
            return null;
        IssueRows.Saw(session, issue, seen.Fingerprint, seen.IssueText, seen.Ts);
        var open = EpisodeRows.Open(session, seen.Fingerprint, seen.Scope.Place);
        if (open is not null && (open.Episode.Takes(seen.Ts, windowMilliseconds) || AlertRows.HasFiring(session, open.Episode.Id)))
        {
            var repeated = open.Episode.SeenAgain(seen.Ts);
            EpisodeRows.Update(session, open, repeated);
            EpisodeRows.Saw(session, open, repeated.Count, seen.Ts);
            return new OccurrenceReceipt(seen.Fingerprint, open.Episode.Id, Opened: false, []);
        }

        if (open is not null)
            EpisodeRows.Update(session, open, open.Episode.Ended(open.Episode.LastSeenAt));
        var opened = Episode.Opened(seen);
        EpisodeRows.Saw(session, EpisodeRows.Insert(session, opened), opened.Count, seen.Ts);
        return new OccurrenceReceipt(seen.Fingerprint, opened.Id, Opened: true, CameBack(session, opened, opened.StartedAt, windowMilliseconds));
    }

    /// <summary>Counts one return of an issue against a fix, in the scope where it had worked.</summary>
    /// <param name="session">The session.</param>
    /// <param name="stored">The fix.</param>
    /// <param name="episode">The episode.</param>
    /// <param name="at">When it came back, epoch milliseconds.</param>
    /// <param name="worked">Where it had worked.</param>
    public static void CountReturn(WriteSession session, StoredFix stored, Episode episode, long at, Scope worked)
    {
        if (!EpisodeRows.CameBack(session, episode.Id, stored.Fix.Id))
            return;
        EvidenceRows.AddReturn(session, stored.Rid, worked, at);
        FixRows.Update(session, stored, stored.Fix with { Revision = session.NextRevision() });
    }

    /// <summary>Finds the fixes whose success did not last, and counts it against them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="episode">The episode that has begun.</param>
    /// <param name="at">When the issue was seen again, epoch milliseconds.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    /// <returns>The fixes, by id.</returns>
    public static List<Guid> CameBack(WriteSession session, Episode episode, long at, long windowMilliseconds)
    {
        var cameBack = new List<Guid>();
        // Without a place nothing can be said to have come back to it.
        if (episode.Place is not { } place)
            return cameBack;
        foreach (var stored in FixRows.OfIssue(session, episode.Fingerprint))
        {
            if (OutcomeRows.LastWorked(session, stored.Rid, place, at) is not { } worked
                || !Episode.IsReturn(at, worked.Ts, windowMilliseconds))
            {
                continue;
            }

            CountReturn(session, stored, episode, at, worked.Scope);
            cameBack.Add(stored.Fix.Id);
        }

        return cameBack;
    }
}
