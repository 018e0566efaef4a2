using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Takes the lines about episodes into the transaction of the caller.</summary>
internal static class ImportingEpisodes
{
    public static async Task<ImportedReceipt> ImportAsync(WriteSession session, ExportedEpisode line, long windowMilliseconds)
    {
        var episode = line.Episode;
        session.Lock(IssueRows.LockName(episode.Fingerprint));
        if (await EpisodeRows.ByIdAsync(session, episode.Id).ConfigureAwait(false) is not null)
            return Imported.Receipt(episode.Id, true);
        IssueRows.Saw(session, await IssueRows.GetAsync(session, episode.Fingerprint).ConfigureAwait(false), episode.Fingerprint, line.IssueText, episode.StartedAt);
        // Only one episode of an issue is open at a place; where one is, the one that arrives has been.
        var isOpenHere = episode.EndedAt is null && await EpisodeRows.OpenAsync(session, episode.Fingerprint, episode.Place).ConfigureAwait(false) is not null;
        EpisodeRows.Insert(session, isOpenHere ? episode.Ended(episode.LastSeenAt) : episode);
        AlertRows.Put(session, episode.Id, EpisodeDetails.None, line.Details ?? EpisodeDetails.None);
        var at = Imported.JudgedAt(line, windowMilliseconds);
        foreach (var id in line.CameBack)
        {
            var stored = await Importing.FindAsync(session, id).ConfigureAwait(false);
            var worked = episode.Place is { } place ? await OutcomeRows.LastWorkedAsync(session, stored.Id, place, at).ConfigureAwait(false) : null;
            await OccurrenceIntake.CountReturnAsync(session, stored, episode, at, worked?.Scope ?? new Scope(episode.Service, episode.Server)).ConfigureAwait(false);
        }

        return Imported.Receipt(episode.Id, false);
    }

    public static async Task<ImportedReceipt> ImportAsync(WriteSession session, ExportedOccurrences line)
    {
        var episode = await EpisodeRows.ByIdAsync(session, line.EpisodeId).ConfigureAwait(false) ?? throw Imported.NoEpisode(line.EpisodeId);
        Imported.ThrowIfMore(line, episode);
        var added = EpisodeRows.Saw(session, episode, line.First, [.. line.Seen]);
        await session.SendAsync().ConfigureAwait(false);
        return Imported.Receipt(line.EpisodeId, added.Affected == 0);
    }
}
