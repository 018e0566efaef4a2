using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Takes an occurrence into the transaction of the caller (contract 3).</summary>
internal static class OccurrenceIntake
{
    /// <summary>Gathers what has to be known, and holds the issue.</summary>
    public static (Asked<StoredIssue> Issue, Asked<Episode> Open, Asked<bool> Fires) Gather(WriteSession session, Occurrence seen)
    {
        session.Lock(IssueRows.LockName(seen.Fingerprint));
        return (
            IssueRows.Ask(session, seen.Fingerprint), EpisodeRows.AskOpen(session, seen.Fingerprint, seen.Scope.Place),
            AlertRows.AskFires(session, seen.Fingerprint, seen.Scope.Place));
    }

    /// <summary>Opens an episode or repeats the open one, and finds the fixes whose success did not last.</summary>
    /// <returns>The receipt; null when the fingerprint is not known and no issue text was given.</returns>
    public static async Task<OccurrenceReceipt?> TakeAsync(
        WriteSession session, Occurrence seen, long windowMilliseconds, (Asked<StoredIssue> Issue, Asked<Episode> Open, Asked<bool> Fires) context)
    {
        await session.SendAsync().ConfigureAwait(false);
        var (issue, open) = (context.Issue.First, context.Open.First);
        if (issue is null && seen.IssueText is null)
            return null;
        IssueRows.Saw(session, issue, seen.Fingerprint, seen.IssueText, seen.Ts);
        if (open is not null && (open.Takes(seen.Ts, windowMilliseconds) || context.Fires.First))
        {
            var repeated = open.SeenAgain(seen.Ts);
            EpisodeRows.Update(session, repeated);
            EpisodeRows.Saw(session, open, repeated.Count, seen.Ts);
            return new OccurrenceReceipt(seen.Fingerprint, open.Id, Opened: false, []);
        }

        if (open is not null)
            EpisodeRows.Update(session, open.Ended(open.LastSeenAt));
        var opened = Episode.Opened(seen);
        EpisodeRows.Insert(session, opened);
        EpisodeRows.Saw(session, opened, opened.Count, seen.Ts);
        return new OccurrenceReceipt(seen.Fingerprint, opened.Id, Opened: true, await CameBackAsync(session, opened, opened.StartedAt, windowMilliseconds).ConfigureAwait(false));
    }

    /// <summary>Counts one return of an issue against a fix, in the scope where it had worked.</summary>
    /// <param name="session">The session.</param>
    /// <param name="stored">The fix.</param>
    /// <param name="episode">The episode.</param>
    /// <param name="at">When it came back, epoch milliseconds.</param>
    /// <param name="worked">Where it had worked.</param>
    public static async Task CountReturnAsync(WriteSession session, StoredFix stored, Episode episode, long at, Scope worked)
    {
        if (!await EpisodeRows.CameBackAsync(session, episode.Id, stored.Id).ConfigureAwait(false))
            return;
        await EvidenceRows.AddReturnAsync(session, stored.Id, worked, at).ConfigureAwait(false);
        await FixRows.UpdateAsync(session, stored, stored.Fix).ConfigureAwait(false);
    }

    /// <summary>Finds the fixes whose success did not last, and counts it against them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="episode">The episode that has begun.</param>
    /// <param name="at">When the issue was seen again, epoch milliseconds.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    /// <returns>The fixes, by id.</returns>
    public static async Task<List<Guid>> CameBackAsync(WriteSession session, Episode episode, long at, long windowMilliseconds)
    {
        var cameBack = new List<Guid>();
        // Without a place nothing can be said to have come back to it.
        if (episode.Place is not { } place)
            return cameBack;
        foreach (var stored in await FixRows.OfIssueAsync(session, episode.Fingerprint).ConfigureAwait(false))
        {
            if (await OutcomeRows.LastWorkedAsync(session, stored.Id, place, at).ConfigureAwait(false) is not { } worked
                || !Episode.IsReturn(at, worked.Ts, windowMilliseconds))
            {
                continue;
            }

            await CountReturnAsync(session, stored, episode, at, worked.Scope).ConfigureAwait(false);
            cameBack.Add(stored.Id);
        }

        return cameBack;
    }
}
