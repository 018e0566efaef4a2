using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>
/// Every kind of write that can be acknowledged without the record. A correction must be compared with the revision that is there, and a
/// retirement tells the agent that is there: both are refused while the record is away.
/// </summary>
/// <param name="makesVectors">Whether an embedder is configured.</param>
internal sealed class JournalKinds(bool makesVectors)
{
    /// <summary>A telling of a fix.</summary>
    public JournalKind<FixReport, Receipt> Fix { get; } = new(
        "fix", report => report.Id.ToString(), report => new Concerns([.. NamesOf(report)], (report.Id, report.Fingerprint)), report => ReceiptOf(report, makesVectors), (record, report, key, ct) => record.Memory.TakeFixAsync(report, key, ct),
        KeepIdAsync);

    /// <summary>A memory.</summary>
    public JournalKind<Memory, Receipt> Memory { get; } = new(
        "memory",
        memory => memory.Id.ToString(),
        memory => new Concerns([$"memory {memory.Id}", $"key {memory.Key}"]),
        memory => new Receipt(
            memory.Id, RecordKind.Memory, memory.Key, null, Durability.Journaled, false, null, 0, memory.Ts, null, false,
            makesVectors ? VectorState.Pending : VectorState.Off, GraphState.NotApplicable),
        async (record, memory, key, ct) => await record.Memory.TakeMemoryAsync(memory, key, ct).ConfigureAwait(false),
        async (record, memory, receipt, ct) =>
        {
            if (receipt.Id != memory.Id)
                await record.Memory.ImportAsync(new ExportedMemory(memory), null, ct).ConfigureAwait(false);
        });

    /// <summary>An outcome; whether it counts shows when the record takes it.</summary>
    public JournalKind<OutcomeReport, OutcomeReceipt> Outcome { get; } = new(
        "outcome", outcome => outcome.FixId.ToString(), outcome => new Concerns([], (outcome.FixId, null)),
        outcome => new OutcomeReceipt(outcome.Id, outcome.FixId, false, new OutcomeCounts(), []), (record, outcome, key, ct) => record.Memory.RecordOutcomeAsync(outcome, key, ct));

    /// <summary>An occurrence; which episode it belongs to shows when the record takes it.</summary>
    public JournalKind<Occurrence, OccurrenceReceipt> Occurrence { get; } = new(
        "occurrence", seen => seen.Fingerprint.Value, seen => new Concerns([Concerns.NameOf(seen.Fingerprint)]), seen => new OccurrenceReceipt(seen.Fingerprint, null, false, []), (record, seen, key, ct) => record.Memory.RecordOccurrenceAsync(seen, key, ct));

    /// <summary>An erasure; the text is gone when the record takes it.</summary>
    public JournalKind<Erasure, ErasedReceipt> Erasure { get; } = new(
        "erasure",
        erasure => erasure.Id.ToString(),
        _ => Concerns.Everything,
        erasure => new ErasedReceipt(
            erasure.Id, false, false, false, false, "The record cannot be reached: the erasure is written down and happens as soon as it can."),
        async (record, erasure, _, ct) =>
            await record.Memory.EraseAsync(erasure.Kind, erasure.Id, erasure.Now, ct).ConfigureAwait(false) is { } erased ? new Written<ErasedReceipt>(erased) : null);

    /// <summary>A line of an export, by the kind of line.</summary>
    public IReadOnlyDictionary<Type, JournalKind> Lines { get; } = new JournalKind[]
    {
        Line<ExportedFix>("fix", line => line.Fix.Id.ToString()), Line<ExportedReport>("report", line => line.Report.Id.ToString()),
        Line<ExportedOutcome>("outcome", line => line.Entry.Outcome.Id.ToString()), Line<ExportedMemory>("memory", line => line.Memory.Id.ToString()),
        Line<ExportedAgent>("agent", line => line.Agent.Name), Line<ExportedEpisode>("episode", line => line.Episode.Id.ToString()),
        Line<ExportedOccurrences>("occurrences", line => line.EpisodeId.ToString()), Line<ExportedErasure>("erasure", line => line.Id.ToString()),
    }.ToDictionary(kind => kind.GetType().GetGenericArguments()[0]);

    /// <summary>A registration of an agent.</summary>
    public JournalKind<Registration, AgentReceipt> Registration { get; } = new(
        "registration",
        told => told.Agent.Name,
        told => new Concerns([NameOf(told.Agent)]),
        told => new AgentReceipt(Agent.Registered(told.Agent, told.Now), false, null),
        async (record, told, key, ct) => await record.Agents.RegisterAsync(told.Agent, told.Now, key, ct).ConfigureAwait(false));

    /// <summary>A report of an agent.</summary>
    public JournalKind<TelemetryReport, TelemetryReceipt> Telemetry { get; } = new(
        "telemetry",
        report => report.Agent.Name,
        report => new Concerns(
            [NameOf(report.Agent), .. report.Fixes.SelectMany(NamesOf), .. report.Issues.Select(seen => Concerns.NameOf(seen.Fingerprint))],
            [.. report.Fixes.Select(fix => (fix.Id, (Fingerprint?)fix.Fingerprint))]),
        report => new TelemetryReceipt(
            false,
            new AgentReceipt(Agent.Registered(report.Agent, report.ReceivedAt) with { LastReport = report.ReceivedAt }, false, null),
            [.. report.Fixes.Select(fix => ReceiptOf(fix, makesVectors))],
            [.. report.Issues.Select(seen => new OccurrenceReceipt(seen.Fingerprint, null, false, []))]),
        async (record, report, key, ct) => await record.Telemetry.AppendAsync(report, key, ct).ConfigureAwait(false),
        async (record, report, receipt, ct) =>
        {
            foreach (var (fix, taken) in report.Fixes.Zip(receipt.Fixes))
            {
                if (taken is not null)
                    await KeepIdAsync(record, fix, taken, ct).ConfigureAwait(false);
            }
        });

    /// <summary>Alerts; which episodes they open shows when the record takes them.</summary>
    public JournalKind<AlertBatch, AlertsReceipt> Alerts { get; } = new(
        "alerts",
        batch => batch.Delivery.Id.ToString(),
        batch => new Concerns([.. batch.Signals.Select(signal => Concerns.NameOf(signal.Fingerprint)).Distinct()]),
        batch => new AlertsReceipt(
            [.. batch.Signals.Select(signal => new AlertReceipt(null, signal.Fingerprint, signal.IsFiring ? AlertStatus.Firing : AlertStatus.Resolved, []))]),
        async (record, batch, key, ct) => await record.Alerts.TakeAlertsAsync(batch, key, ct).ConfigureAwait(false));

    /// <summary>An acknowledgement; of which episodes shows when the record takes it.</summary>
    public JournalKind<Acknowledgement, AcknowledgementReceipt> Acknowledgement { get; } = new(
        "acknowledgement", told => told.Fingerprint.Value, told => new Concerns([Concerns.NameOf(told.Fingerprint)]),
        told => new AcknowledgementReceipt(told.Fingerprint, told.By, []), (record, told, key, ct) => record.Alerts.AcknowledgeAsync(told, key, ct));

    /// <summary>Reads an entry.</summary>
    /// <exception cref="UnreadableEntryException">It is damaged, or another version of the program wrote it.</exception>
    public HeldWrite Read(JournalEntry entry)
    {
        if (entry.IsDamaged)
            throw new UnreadableEntryException("Its bytes are not what was written: the disk or the memory of this host may be failing.");
        var kind = new JournalKind[] { Fix, Memory, Outcome, Occurrence, Erasure, Registration, Telemetry, Alerts, Acknowledgement }.Concat(Lines.Values).FirstOrDefault(kind => kind.Name == entry.Kind)
            ?? throw new UnreadableEntryException($"This version of the program knows no write of kind '{entry.Kind}'; another version wrote it.");
        return kind.Read(entry);
    }

    private static string NameOf(AgentRegistration agent) => $"agent {agent.Name}";

    private static JournalKind<TLine, ImportedReceipt> Line<TLine>(string name, Func<TLine, string> id)
        where TLine : ExportRecord => new(
            "line:" + name, id, _ => Concerns.Everything, line => new ImportedReceipt(id(line), false, null),
            async (record, line, key, ct) => await record.Memory.ImportAsync(line, key, ct).ConfigureAwait(false));

    // Fixes of one entry of another system follow each other, whatever their issues are.
    private static IEnumerable<string> NamesOf(FixReport report) => report.SourceId is { } entry ? [$"source {report.Source} {entry}"] : [];

    // The record had the same fix already, or had taken this very telling from a request whose answer was lost: the id that was answered stands for that fix.
    private static async Task KeepIdAsync(RecordPorts record, FixReport report, Receipt receipt, CancellationToken ct)
    {
        if (receipt.Id == report.Id)
            return;
        var told = Domain.Fixes.Fix.FirstTold(report, report.IssueText ?? receipt.Key[Domain.Fixes.Fix.KeyPrefix.Length..]);
        await record.Memory.ImportAsync(new ExportedFix(told with { MergedInto = receipt.Id }), null, ct).ConfigureAwait(false);
    }

    private static Receipt ReceiptOf(FixReport report, bool makesVectors) => new(
        report.Id, RecordKind.Fix, Domain.Fixes.Fix.KeyPrefix + report.IssueText, report.Fingerprint, Durability.Journaled, false, null, 0, report.Ts, report.Success,
        report.Inferred, makesVectors ? VectorState.Pending : VectorState.Off, GraphState.Pending);
}

/// <summary>An erasure as the journal holds it.</summary>
internal sealed record Erasure(RecordKind Kind, Guid Id, long Now);

/// <summary>A registration as the journal holds it.</summary>
internal sealed record Registration(AgentRegistration Agent, long Now);
