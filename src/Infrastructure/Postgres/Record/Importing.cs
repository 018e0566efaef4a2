using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Takes one line of an export into the transaction of the caller; what is there already stays as it is.</summary>
internal static class Importing
{
    /// <exception cref="DomainException">The line names a record that is not there, or was erased here.</exception>
    public static Task<ImportedReceipt> ImportAsync(WriteSession session, ExportRecord record, long windowMilliseconds) => record switch
    {
        ExportedFix line => ImportFixAsync(session, line.Fix),
        ExportedReport line => ImportReportAsync(session, line),
        ExportedOutcome line => ImportOutcomeAsync(session, line.Entry),
        ExportedMemory line => ImportMemoryAsync(session, line.Memory),
        ExportedAgent line => ImportAgentAsync(session, line),
        ExportedEpisode line => ImportingEpisodes.ImportAsync(session, line, windowMilliseconds),
        ExportedOccurrences line => ImportingEpisodes.ImportAsync(session, line),
        ExportedErasure line => ImportErasureAsync(session, line),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record, "No such line."),
    };

    /// <summary>The fix that a line is about, its issue held.</summary>
    /// <exception cref="DomainException">It was erased, or is not there.</exception>
    public static async Task<StoredFix> FindAsync(WriteSession session, Guid id)
    {
        var (erased, fix) = OutcomeBook.Gather(session, id);
        await session.SendAsync().ConfigureAwait(false);
        Erasure.ThrowIf(erased.First, RecordKind.Fix);
        return fix.First
            ?? throw Imported.NoFix(id);
    }

    private static async Task<ImportedReceipt> ImportFixAsync(WriteSession session, Fix fix)
    {
        session.Lock(IssueRows.LockName(fix.Fingerprint));
        await Tombstones.ThrowIfErasedAsync(session, RecordKind.Fix, fix.Id).ConfigureAwait(false);
        if (await Tombstones.TargetAsync(session, fix.Id).ConfigureAwait(false) is { } merged)
            return Imported.Receipt(fix.Id, true, merged);
        if (await FixRows.ByIdAsync(session, fix.Id).ConfigureAwait(false) is not null)
            return Imported.Receipt(fix.Id, true);
        var twin = await FixRows.ByIdentityAsync(session, fix.Fingerprint, SolutionIdentity.Hash(fix.Solution)).ConfigureAwait(false)
            ?? await InsertAsync(session, fix).ConfigureAwait(false);
        if (twin.Id == fix.Id)
            return Imported.Receipt(fix.Id, false);
        Tombstones.Merge(session, fix.Id, twin.Id);
        await FollowTwinAsync(session, fix.Id, twin.Id).ConfigureAwait(false);
        return Imported.Receipt(fix.Id, false, twin.Id);
    }

    private static async Task<StoredFix> InsertAsync(WriteSession session, Fix fix)
    {
        await Tombstones.ThrowIfErasedAsync(session, RecordKind.Fix, Imported.IdOf(fix)).ConfigureAwait(false);
        IssueRows.Saw(session, await IssueRows.GetAsync(session, fix.Fingerprint).ConfigureAwait(false), fix.Fingerprint, fix.IssueText, fix.FirstTs);
        return FixRows.Insert(session, Imported.Untold(
            fix,
            await StandingAsync(session, fix.Supersedes).ConfigureAwait(false),
            await StandingAsync(session, fix.SupersededBy).ConfigureAwait(false),
            await session.NextRevisionAsync().ConfigureAwait(false)));
    }

    private static async Task<ImportedReceipt> ImportReportAsync(WriteSession session, ExportedReport line)
    {
        var stored = await FindAsync(session, line.FixId).ConfigureAwait(false);
        if (await ReportRows.ExistsAsync(session, line.Report.Id).ConfigureAwait(false))
            return Imported.Receipt(line.Report.Id, true);
        ReportRows.Insert(session, stored, line.Report);
        var sightings = await ReportRows.CountOfAsync(session, stored.Id).ConfigureAwait(false);
        await FixRows.UpdateAsync(session, stored, Imported.Told(stored.Fix, line) with { Sightings = sightings }).ConfigureAwait(false);
        return Imported.Receipt(line.Report.Id, false);
    }

    private static async Task<ImportedReceipt> ImportOutcomeAsync(WriteSession session, OutcomeEntry entry)
    {
        var stored = await FindAsync(session, entry.Outcome.FixId).ConfigureAwait(false);
        if (await OutcomeRows.ExistsAsync(session, entry.Outcome.Id).ConfigureAwait(false))
            return Imported.Receipt(entry.Outcome.Id, true);
        var outcome = entry.Outcome with { FixId = stored.Id };
        var counted = entry.Counted && !await OutcomeRows.IsCountedAsync(session, stored.Id, outcome).ConfigureAwait(false);
        var known = await EvidenceRows.OfAsync(session, stored.Id).ConfigureAwait(false);
        await OutcomeBook.EnterAndCountAsync(session, stored, known, outcome, counted).ConfigureAwait(false);
        return Imported.Receipt(outcome.Id, false);
    }

    private static async Task<ImportedReceipt> ImportMemoryAsync(WriteSession session, Domain.Memories.Memory memory)
    {
        session.Lock(MemoryRows.LockName(memory.Key));
        await Tombstones.ThrowIfErasedAsync(session, RecordKind.Memory, memory.Id).ConfigureAwait(false);
        if (await Tombstones.TargetAsync(session, memory.Id).ConfigureAwait(false) is { } merged)
            return Imported.Receipt(memory.Id, true, merged);
        var own = MemoryRows.AskStanding(session, memory.Id);
        var twin = MemoryRows.AskByIdentity(session, memory.Key, memory.Content);
        await session.SendAsync().ConfigureAwait(false);
        if (own.First is not null)
            return Imported.Receipt(memory.Id, true);
        if (twin.First is { } other)
        {
            Tombstones.Merge(session, memory.Id, other.Memory.Id);
            return Imported.Receipt(memory.Id, true, other.Memory.Id);
        }

        MemoryRows.Insert(session, memory with { Revision = await session.NextRevisionAsync().ConfigureAwait(false) });
        return Imported.Receipt(memory.Id, false);
    }

    private static async Task<ImportedReceipt> ImportAgentAsync(WriteSession session, ExportedAgent line) =>
        new(line.Agent.Name, !await AgentRows.InsertNewAsync(session, line.Agent).ConfigureAwait(false), null);

    private static async Task<ImportedReceipt> ImportErasureAsync(WriteSession session, ExportedErasure line)
    {
        var already = await Erasing.EraseAsync(session, line.Kind, line.Id, line.ErasedAt).ConfigureAwait(false);
        if (already is null)
            await Tombstones.BuryAsync(session, line.Kind, line.Id, 0, line.ErasedAt).ConfigureAwait(false);
        return Imported.Receipt(line.Id, already == true);
    }

    private static async Task<Guid?> StandingAsync(WriteSession session, Guid? id) =>
        id is { } named ? await Tombstones.TargetAsync(session, named).ConfigureAwait(false) ?? named : null;

    private static async Task FollowTwinAsync(WriteSession session, Guid twin, Guid into)
    {
        foreach (var stored in await FixRows.NamingAsync(session, twin).ConfigureAwait(false))
            await FixRows.UpdateAsync(session, stored, Imported.Following(stored.Fix, twin, into)).ConfigureAwait(false);
    }
}
