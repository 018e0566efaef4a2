using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Takes one line of an export into the transaction of the caller; what is there already stays as it is.</summary>
internal static class Importing
{
    /// <exception cref="DomainException">The line names a record that is not there, or was erased here.</exception>
    public static ImportedReceipt Import(WriteSession session, ExportRecord record, long windowMilliseconds) => record switch
    {
        ExportedFix line => ImportFix(session, line.Fix),
        ExportedReport line => ImportReport(session, line),
        ExportedOutcome line => ImportOutcome(session, line.Entry),
        ExportedMemory line => ImportMemory(session, line),
        ExportedAgent line => ImportAgent(session, line),
        ExportedEpisode line => ImportEpisode(session, line, windowMilliseconds),
        ExportedOccurrences line => ImportOccurrences(session, line),
        ExportedErasure line => ImportErasure(session, line),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record, "No such line."),
    };

    private static ImportedReceipt ImportFix(WriteSession session, Fix fix)
    {
        Tombstones.ThrowIfErased(session, RecordKind.Fix, fix.Id);
        if (Tombstones.Target(session, fix.Id) is { } merged)
            return Imported.Receipt(fix.Id, true, merged);
        if (FixRows.ById(session, fix.Id) is not null)
            return Imported.Receipt(fix.Id, true);
        var twin = FixRows.ByIdentity(session, fix.Fingerprint, SolutionIdentity.Hash(fix.Solution));
        if (twin is null)
        {
            Tombstones.ThrowIfErased(session, RecordKind.Fix, Imported.IdOf(fix));
            IssueRows.Saw(session, IssueRows.Get(session, fix.Fingerprint), fix.Fingerprint, fix.IssueText, fix.FirstTs);
            twin = FixRows.Insert(
                session, Imported.Untold(fix, Standing(session, fix.Supersedes), Standing(session, fix.SupersededBy), session.NextRevision()));
        }

        if (twin.Fix.Id == fix.Id)
            return Imported.Receipt(fix.Id, false);
        Tombstones.Merge(session, fix.Id, twin.Fix.Id);
        FollowTwin(session, fix.Id, twin.Fix.Id);
        return Imported.Receipt(fix.Id, false, twin.Fix.Id);
    }

    private static ImportedReceipt ImportReport(WriteSession session, ExportedReport line)
    {
        var stored = Find(session, line.FixId);
        if (ReportRows.Exists(session, line.Report.Id))
            return Imported.Receipt(line.Report.Id, true);
        ReportRows.Insert(session, stored, line.Report);
        FixRows.Update(session, stored, Imported.Told(stored.Fix, line) with { Sightings = ReportRows.CountOf(session, stored.Rid), Revision = session.NextRevision() });
        return Imported.Receipt(line.Report.Id, false);
    }

    private static ImportedReceipt ImportOutcome(WriteSession session, OutcomeEntry entry)
    {
        var stored = Find(session, entry.Outcome.FixId);
        if (OutcomeRows.Exists(session, entry.Outcome.Id))
            return Imported.Receipt(entry.Outcome.Id, true);
        var outcome = entry.Outcome with { FixId = stored.Fix.Id };
        var counted = entry.Counted && !OutcomeRows.IsCounted(session, stored.Rid, outcome);
        OutcomeBook.EnterAndCount(session, stored, outcome, counted);
        return Imported.Receipt(outcome.Id, false);
    }

    private static ImportedReceipt ImportMemory(WriteSession session, ExportedMemory line)
    {
        var memory = line.Memory;
        Tombstones.ThrowIfErased(session, RecordKind.Memory, memory.Id);
        if (Tombstones.Target(session, memory.Id) is { } merged)
            return Imported.Receipt(memory.Id, true, merged);
        if (MemoryRows.ById(session, memory.Id) is not null)
            return Imported.Receipt(memory.Id, true);
        if (MemoryRows.ByIdentity(session, memory.Key, memory.Content) is { } twin)
        {
            Tombstones.Merge(session, memory.Id, twin.Memory.Id);
            return Imported.Receipt(memory.Id, true, twin.Memory.Id);
        }

        MemoryRows.Insert(session, memory with { Revision = session.NextRevision() });
        return Imported.Receipt(memory.Id, false);
    }

    private static ImportedReceipt ImportAgent(WriteSession session, ExportedAgent line) =>
        new(line.Agent.Name, !AgentRows.InsertNew(session, line.Agent), null);

    private static ImportedReceipt ImportEpisode(WriteSession session, ExportedEpisode line, long windowMilliseconds)
    {
        var episode = line.Episode;
        if (EpisodeRows.Exists(session, episode.Id))
            return Imported.Receipt(episode.Id, true);
        IssueRows.Saw(session, IssueRows.Get(session, episode.Fingerprint), episode.Fingerprint, line.IssueText, episode.StartedAt);
        // Only one episode of an issue is open at a place; where one is, the one that arrives has been.
        var isOpenHere = episode.EndedAt is null && EpisodeRows.Open(session, episode.Fingerprint, episode.Place) is not null;
        EpisodeRows.Insert(session, isOpenHere ? episode.Ended(episode.LastSeenAt) : episode);
        AlertRows.Put(session, episode.Id, EpisodeDetails.None, line.Details ?? EpisodeDetails.None);
        var at = Imported.JudgedAt(line, windowMilliseconds);
        foreach (var id in line.CameBack)
        {
            var stored = Find(session, id);
            var worked = episode.Place is { } place ? OutcomeRows.LastWorked(session, stored.Rid, place, at) : null;
            OccurrenceIntake.CountReturn(session, stored, episode, at, worked?.Scope ?? new Scope(episode.Service, episode.Server));
        }

        return Imported.Receipt(episode.Id, false);
    }

    private static ImportedReceipt ImportOccurrences(WriteSession session, ExportedOccurrences line)
    {
        var stored = EpisodeRows.ById(session, line.EpisodeId) ?? throw Imported.NoEpisode(line.EpisodeId);
        Imported.ThrowIfMore(line, stored.Episode);
        var added = line.Seen.Select((ts, at) => EpisodeRows.Saw(session, stored, line.First + at, ts)).Count(isNew => isNew);
        return Imported.Receipt(line.EpisodeId, added == 0);
    }

    private static ImportedReceipt ImportErasure(WriteSession session, ExportedErasure line)
    {
        var already = Erasing.Erase(session, line.Kind, line.Id, line.ErasedAt);
        if (already is null)
            Tombstones.Bury(session, line.Kind, line.Id, line.ErasedAt);
        return Imported.Receipt(line.Id, already == true);
    }

    private static StoredFix Find(WriteSession session, Guid id)
    {
        Tombstones.ThrowIfErased(session, RecordKind.Fix, id);
        return FixRows.ById(session, Tombstones.Resolve(session, id))
            ?? throw Imported.NoFix(id);
    }

    private static Guid? Standing(WriteSession session, Guid? id) => id is { } named ? Tombstones.Resolve(session, named) : null;

    private static void FollowTwin(WriteSession session, Guid twin, Guid into)
    {
        foreach (var stored in FixRows.Naming(session, twin))
            FixRows.Update(session, stored, Imported.Following(stored.Fix, twin, into) with { Revision = session.NextRevision() });
    }
}
