using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>
/// Takes the alerts of a delivery into the transaction of the caller (contract 8); what they mean is the domain's (<see cref="AlertPlan"/>).
/// What has to be known of all of them is asked in three round trips, however many they are.
/// </summary>
internal static class AlertIntake
{
    /// <summary>Gathers what has to be known, and holds the issues.</summary>
    public static AlertContext Gather(WriteSession session, AlertBatch batch)
    {
        string[] issues = [.. batch.Signals.Select(signal => signal.Fingerprint.Value).Distinct().Order(StringComparer.Ordinal)];
        // In one order, so that two deliveries of the same issues do not wait for each other.
        if (issues.Length > 0)
            session.Lock([.. batch.Signals.Select(signal => IssueRows.LockName(signal.Fingerprint)).Distinct().Order(StringComparer.Ordinal)]);
        return new AlertContext(
            issues, EpisodeRows.AskNewest(session, [.. batch.Signals.Select(signal => signal.At).Distinct()]),
            session.Ask("SELECT DISTINCT fingerprint FROM memori_metadata WHERE kind = 0 AND fingerprint = ANY($1)", row => row.GetString(0), issues));
    }

    /// <summary>Takes them in their order, and the delivery.</summary>
    /// <param name="session">The session.</param>
    /// <param name="batch">The alerts.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    /// <param name="context">What has to be known.</param>
    public static async Task<AlertsReceipt> TakeAsync(WriteSession session, AlertBatch batch, long windowMilliseconds, AlertContext context)
    {
        await session.SendAsync().ConfigureAwait(false);
        var details = await AlertRows.DetailsOfAsync(session, [.. context.Newest.Rows.Select(episode => episode.Id)]).ConfigureAwait(false);
        var before = context.Newest.Rows.Select(episode => new AlertedEpisode(episode, details[episode.Id])).ToDictionary(known => known.Episode.Id);
        var plan = new AlertPlan(before.Values, windowMilliseconds);
        foreach (var signal in batch.Signals)
            plan.Take(signal);

        await WriteAsync(session, batch.Signals, plan, before, context.Issues).ConfigureAwait(false);
        AlertRows.Insert(session, AlertColumns.Counted(batch.Delivery, plan, session.Now));
        return await FollowAsync(session, batch.Signals, plan, windowMilliseconds, context).ConfigureAwait(false);
    }

    private static async Task WriteAsync(
        WriteSession session, IReadOnlyList<AlertSignal> signals, AlertPlan plan, Dictionary<Guid, AlertedEpisode> before, string[] issues)
    {
        var known = (await IssueRows.GetAsync(session, issues).ConfigureAwait(false)).ToDictionary(issue => issue.Fingerprint);
        foreach (var told in signals.Zip(plan.Steps).Where(taken => !taken.Second.IsUnchanged).GroupBy(taken => taken.First.Fingerprint))
        {
            var first = told.Min(taken => taken.Second.After.Episode.StartedAt);
            IssueRows.Saw(session, known.GetValueOrDefault(told.Key), told.Key, told.First().First.IssueText, first);
        }

        foreach (var episode in plan.Updated)
        {
            EpisodeRows.Update(session, episode.Episode);
            AlertRows.Put(session, episode.Episode.Id, before[episode.Episode.Id].Details, episode.Details);
        }

        foreach (var episode in plan.Inserted)
        {
            EpisodeRows.Insert(session, episode.Episode);
            AlertRows.Put(session, episode.Episode.Id, EpisodeDetails.None, episode.Details);
        }

        foreach (var step in plan.Steps)
        {
            if (step.SeenAt is { } seenAt)
                EpisodeRows.Saw(session, step.After.Episode, step.After.Episode.Count, seenAt);
        }
    }

    // What an episode's beginning says of the fixes before it, and its end of the one applied in it; in the alerts' order, because each may
    // follow from the one before. Most issues of a storm have no fix, and none of them is asked for.
    private static async Task<AlertsReceipt> FollowAsync(
        WriteSession session, IReadOnlyList<AlertSignal> signals, AlertPlan plan, long windowMilliseconds, AlertContext context)
    {
        var withFixes = context.WithFixes.Rows.ToHashSet(StringComparer.Ordinal);
        Guid[] cleared = [.. plan.Steps.Where(step => step.Clears).Select(step => step.After.Episode.Id)];
        var named = cleared.Length == 0 ? []
            : (await session.QueryAsync("SELECT DISTINCT episode_id FROM outcomes WHERE episode_id = ANY($1)", row => row.GetGuid(0), cleared).ConfigureAwait(false)).ToHashSet();
        var receipts = new List<AlertReceipt>(signals.Count);
        foreach (var (signal, step) in signals.Zip(plan.Steps))
        {
            var episode = step.After.Episode;
            var hasFixes = withFixes.Contains(signal.Fingerprint.Value);
            IReadOnlyList<Guid> cameBack = step.Opens && signal.IsFiring && hasFixes
                ? await OccurrenceIntake.CameBackAsync(session, episode, AlertRules.JudgedAt(episode.StartedAt, signal.ReceivedAt, windowMilliseconds), windowMilliseconds).ConfigureAwait(false)
                : [];
            if (step.Clears && (hasFixes || named.Contains(episode.Id)))
                await ClearAsync(session, signal, episode, windowMilliseconds).ConfigureAwait(false);
            receipts.Add(new AlertReceipt(episode.Id, signal.Fingerprint, step.Status, cameBack));
        }

        return new AlertsReceipt(receipts);
    }

    private static async Task ClearAsync(WriteSession session, AlertSignal signal, Episode episode, long windowMilliseconds)
    {
        var asked = OutcomeRows.AskAppliedIn(session, episode);
        await session.SendAsync().ConfigureAwait(false);
        if (asked.First is not { } applied)
            return;
        var outcome = AlertColumns.Cleared(applied.Fix, applied.Scope, signal, episode, windowMilliseconds);
        await OutcomeBook.AppendAsync(session, outcome, OutcomeBook.Gather(session, applied.Fix)).ConfigureAwait(false);
    }
}

/// <summary>What has to be known before alerts are taken.</summary>
/// <param name="Issues">Fingerprints of their issues, each once.</param>
/// <param name="Newest">The newest episode of each issue at its place.</param>
/// <param name="WithFixes">Those of the issues that have a fix.</param>
internal sealed record AlertContext(string[] Issues, Asked<Episode> Newest, Asked<string> WithFixes);
