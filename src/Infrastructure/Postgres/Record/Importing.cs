using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Takes one line of an export into the transaction of the caller; what is there already stays as it is.</summary>
internal static class Importing
{
    /// <exception cref="DomainException">The line names a record that is not there, or was erased here.</exception>
    public static Task<ImportedReceipt> ImportAsync(WriteSession session, ExportRecord record) => record switch
    {
        ExportedFix line => ImportFixAsync(session, line.Fix),
        ExportedReport line => ImportReportAsync(session, line),
        ExportedOutcome line => ImportOutcomeAsync(session, line.Entry),
        ExportedMemory line => ImportMemoryAsync(session, line.Memory),
        ExportedAgent line => ImportAgentAsync(session, line),
        ExportedEpisode line => ImportingEpisodes.ImportAsync(session, line),
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
        Tombstones.ThrowIf(erased.First, RecordKind.Fix);
        return fix.First
            ?? throw new DomainException(ProblemCodes.Conflict, $"This line is about the fix {id}, which is not there; import the fix's own line first.");
    }

    /// <summary>What happened to a line.</summary>
    public static ImportedReceipt Receipt(Guid id, bool deduplicated, Guid? mergedInto = null) => new(id.ToString(), deduplicated, mergedInto);

    private static async Task<ImportedReceipt> ImportFixAsync(WriteSession session, Fix fix)
    {
        session.Lock(IssueRows.LockName(fix.Fingerprint));
        await Tombstones.ThrowIfErasedAsync(session, RecordKind.Fix, fix.Id).ConfigureAwait(false);
        if (await Tombstones.TargetAsync(session, fix.Id).ConfigureAwait(false) is { } merged)
            return Receipt(fix.Id, true, merged);
        if (await FixRows.ByIdAsync(session, fix.Id).ConfigureAwait(false) is not null)
            return Receipt(fix.Id, true);
        var twin = await FixRows.ByIdentityAsync(session, fix.Fingerprint, SolutionIdentity.Hash(fix.Solution)).ConfigureAwait(false)
            ?? await InsertAsync(session, fix).ConfigureAwait(false);
        if (twin.Id == fix.Id)
            return Receipt(fix.Id, false);
        Tombstones.Merge(session, fix.Id, twin.Id);
        await FollowTwinAsync(session, fix.Id, twin.Id).ConfigureAwait(false);
        return Receipt(fix.Id, false, twin.Id);
    }

    private static async Task<StoredFix> InsertAsync(WriteSession session, Fix fix)
    {
        // A twin may arrive before what it was merged into: then that comes into being now, under its own id.
        var id = fix.MergedInto ?? fix.Id;
        await Tombstones.ThrowIfErasedAsync(session, RecordKind.Fix, id).ConfigureAwait(false);
        IssueRows.Saw(session, await IssueRows.GetAsync(session, fix.Fingerprint).ConfigureAwait(false), fix.Fingerprint, fix.IssueText, fix.FirstTs);
        return FixRows.Insert(session, fix with
        {
            Id = id,
            MergedInto = null,
            Sightings = 1,
            Outcomes = OutcomeCounts.None,
            Success = null,
            SuccessTs = null,
            Supersedes = await StandingAsync(session, fix.Supersedes).ConfigureAwait(false),
            SupersededBy = await StandingAsync(session, fix.SupersededBy).ConfigureAwait(false),
            Revision = await session.NextRevisionAsync().ConfigureAwait(false),
        });
    }

    private static async Task<ImportedReceipt> ImportReportAsync(WriteSession session, ExportedReport line)
    {
        var stored = await FindAsync(session, line.FixId).ConfigureAwait(false);
        if (await ReportRows.ExistsAsync(session, line.Report.Id).ConfigureAwait(false))
            return Receipt(line.Report.Id, true);
        ReportRows.Insert(session, stored, line.Report);
        // The fix's own line brought the state its reports had led to; only what is told of a twin, or is newer, changes it.
        var fix = stored.Id != line.FixId || line.Report.Ts > stored.Fix.Ts ? stored.Fix.ToldAgain(line.Report) : stored.Fix;
        var sightings = await ReportRows.CountOfAsync(session, stored.Id).ConfigureAwait(false);
        await FixRows.UpdateAsync(session, stored, fix with { Sightings = sightings }).ConfigureAwait(false);
        return Receipt(line.Report.Id, false);
    }

    private static async Task<ImportedReceipt> ImportOutcomeAsync(WriteSession session, OutcomeEntry entry)
    {
        var stored = await FindAsync(session, entry.Outcome.FixId).ConfigureAwait(false);
        if (await OutcomeRows.ExistsAsync(session, entry.Outcome.Id).ConfigureAwait(false))
            return Receipt(entry.Outcome.Id, true);
        var outcome = entry.Outcome with { FixId = stored.Id };
        var counted = entry.Counted && !await OutcomeRows.IsCountedAsync(session, stored.Id, outcome).ConfigureAwait(false);
        var known = await EvidenceRows.OfAsync(session, stored.Id).ConfigureAwait(false);
        await OutcomeBook.EnterAndCountAsync(session, stored, known, outcome, counted).ConfigureAwait(false);
        return Receipt(outcome.Id, false);
    }

    private static async Task<ImportedReceipt> ImportMemoryAsync(WriteSession session, Domain.Memories.Memory memory)
    {
        session.Lock(MemoryRows.LockName(memory.Key));
        await Tombstones.ThrowIfErasedAsync(session, RecordKind.Memory, memory.Id).ConfigureAwait(false);
        if (await Tombstones.TargetAsync(session, memory.Id).ConfigureAwait(false) is { } merged)
            return Receipt(memory.Id, true, merged);
        var own = MemoryRows.AskStanding(session, memory.Id);
        var twin = MemoryRows.AskByIdentity(session, memory.Key, memory.Content);
        await session.SendAsync().ConfigureAwait(false);
        if (own.First is not null)
            return Receipt(memory.Id, true);
        if (twin.First is { } other)
        {
            Tombstones.Merge(session, memory.Id, other.Memory.Id);
            return Receipt(memory.Id, true, other.Memory.Id);
        }

        MemoryRows.Insert(session, memory with { Revision = await session.NextRevisionAsync().ConfigureAwait(false) });
        return Receipt(memory.Id, false);
    }

    private static async Task<ImportedReceipt> ImportAgentAsync(WriteSession session, ExportedAgent line) =>
        new(line.Agent.Name, !await AgentRows.InsertNewAsync(session, line.Agent).ConfigureAwait(false), null);

    private static async Task<ImportedReceipt> ImportErasureAsync(WriteSession session, ExportedErasure line)
    {
        var already = await Erasing.EraseAsync(session, line.Kind, line.Id, line.ErasedAt).ConfigureAwait(false);
        if (already is null)
            await Tombstones.BuryAsync(session, line.Kind, line.Id, 0, line.ErasedAt).ConfigureAwait(false);
        return Receipt(line.Id, already == true);
    }

    private static async Task<Guid?> StandingAsync(WriteSession session, Guid? id) =>
        id is { } named ? await Tombstones.TargetAsync(session, named).ConfigureAwait(false) ?? named : null;

    private static async Task FollowTwinAsync(WriteSession session, Guid twin, Guid into)
    {
        foreach (var stored in await FixRows.NamingAsync(session, twin).ConfigureAwait(false))
        {
            await FixRows.UpdateAsync(session, stored, stored.Fix with
            {
                Supersedes = stored.Fix.Supersedes == twin ? into : stored.Fix.Supersedes,
                SupersededBy = stored.Fix.SupersededBy == twin ? into : stored.Fix.SupersededBy,
            }).ConfigureAwait(false);
        }
    }
}
