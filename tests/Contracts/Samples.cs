using System.Collections.Concurrent;
using System.Globalization;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Contracts;

/// <summary>What the contract tests say to a store.</summary>
internal static class Samples
{
    /// <summary>Where the clock of every store under test stands, epoch milliseconds.</summary>
    internal const long Now = 1_760_000_000_000;
    internal const long Second = 1_000;
    internal const long Minute = 60 * Second;
    internal const long Hour = 60 * Minute;
    internal const long Day = 24 * Hour;

    /// <summary>How long after a success an occurrence means that the issue came back, unless set otherwise.</summary>
    internal const long RegressionWindow = 24 * Hour;

    internal const string Crash = "checkout crashes with OutOfMemoryError";
    internal const string DiskFull = "no space left on the volume of postgres";
    internal const string Restart = "restart the checkout service";
    internal const string Rollback = "roll back to the release before";

    internal static readonly Scope Web1 = new(Server: "web-1");
    internal static readonly Scope Web2 = new(Server: "web-2");

    private static readonly ConcurrentDictionary<string, Fingerprint> Prints = [];
    private static int _last;

    /// <summary>An id of which the order is known: UUIDv7 that rise with <paramref name="number"/>.</summary>
    internal static Guid Id(int number) => Guid.Parse($"0199c700-0000-7000-8000-{number:x12}", CultureInfo.InvariantCulture);

    /// <summary>An id that nothing else has; later ones are higher.</summary>
    internal static Guid NewId() => Guid.Parse($"0199c800-0000-7000-8000-{Interlocked.Increment(ref _last):x12}", CultureInfo.InvariantCulture);

    // Masking a mebibyte takes a while and the self-tests say the same texts to every broken store.
    internal static Fingerprint Print(string issue) => Prints.GetOrAdd(issue, text => Issue.FromText(text).Fingerprint);

    internal static FixReport Told(
        string issue = Crash, string solution = Restart, bool? success = null, string? agent = null, Scope? scope = null, long ts = Now,
        bool tsGiven = false, string? source = null, string? sourceId = null, string[]? tags = null, string? metadata = null, Guid? id = null) => new()
        {
            Id = id ?? NewId(),
            Fingerprint = Print(issue),
            IssueText = issue,
            Solution = solution,
            Success = success,
            Agent = agent,
            Scope = scope ?? Scope.Everywhere,
            Ts = ts,
            TsGiven = tsGiven,
            Source = source,
            SourceId = sourceId,
            Tags = tags ?? [],
            Metadata = metadata is null ? null : new Domain.Metadata(metadata),
        };

    internal static OutcomeReport Outcome(
        Guid fix, OutcomeKind kind = OutcomeKind.Worked, EvidenceKind evidence = EvidenceKind.Reported, string? agent = null, Scope? scope = null,
        long ts = Now, Guid? recall = null, string? application = null, Guid? id = null, string? note = null) =>
        new(id ?? NewId(), fix, kind, new Evidence(evidence, note), agent, scope ?? Scope.Everywhere, ts, recall, application);

    internal static Occurrence Seen(
        string issue = Crash, Scope? scope = null, long ts = Now, string? source = null, bool withText = true, Guid? id = null, string? agent = null) =>
        new(id ?? NewId(), Print(issue), withText ? issue : null, scope ?? Web1, ts, source, agent);

    internal static Memory Note(
        string key = "runbook", string content = "drain the node first", string? agent = null, Scope? scope = null, long ts = Now,
        string? metadata = null, Guid? id = null) =>
        new(id ?? NewId(), key, content, metadata is null ? null : new Domain.Metadata(metadata), agent, scope ?? Scope.Everywhere, ts);

    internal static FixCorrection Correction(
        Guid id, long revision, string? solution = null, string[]? tags = null, string? metadata = null, Scope? scope = null, Guid? successor = null) =>
        new(id, revision, solution, tags, metadata is null ? null : new Domain.Metadata(metadata), scope, successor ?? NewId(), Now);

    internal static SearchQuery Words(
        string text, int depth = 10, SearchKinds kinds = SearchKinds.FixesAndMemories, SearchFilter? filter = null, long? before = null,
        Fingerprint? fingerprint = null, params Guid[] exclude) =>
        new(fingerprint, text, kinds, depth, filter ?? SearchFilter.None, before, exclude);

    internal static TelemetryReport Report(
        string agent = "probe", long? sequence = null, string digest = "d1", long ts = Now, string? server = "web-1", string? instance = null,
        long receivedAt = Now, Metric[]? metrics = null, FixReport[]? fixes = null, Occurrence[]? issues = null) => new()
        {
            Id = NewId(),
            Agent = new AgentRegistration(agent, server, instance),
            Sequence = sequence,
            Ts = ts,
            ReceivedAt = receivedAt,
            Digest = digest,
            Metrics = metrics ?? [new Metric("cpu", 1)],
            Fixes = fixes ?? [],
            Issues = issues ?? [],
        };

    /// <summary>Tells a fix that has to be taken in.</summary>
    internal static async Task<Receipt> TellAsync(this IFixMemory memory, FixReport report, WriteKey? key = null) =>
        (await memory.TakeFixAsync(report, key, CancellationToken.None) ?? throw new AssertionException("The telling was not taken in.")).Value;

    /// <summary>Records an outcome of a fix that has to be there.</summary>
    internal static async Task<OutcomeReceipt> RecordAsync(this IFixMemory memory, OutcomeReport outcome, WriteKey? key = null) =>
        (await memory.RecordOutcomeAsync(outcome, key, CancellationToken.None) ?? throw new AssertionException("The fix of the outcome was not found.")).Value;

    /// <summary>Records an occurrence of an issue that has to be known.</summary>
    internal static async Task<OccurrenceReceipt> SeeAsync(this IFixMemory memory, Occurrence seen, WriteKey? key = null) =>
        (await memory.RecordOccurrenceAsync(seen, key, CancellationToken.None) ?? throw new AssertionException("The issue was not known.")).Value;

    /// <summary>Remembers a memory.</summary>
    internal static async Task<Receipt> KeepAsync(this IFixMemory memory, Memory note, WriteKey? key = null) =>
        (await memory.TakeMemoryAsync(note, key, CancellationToken.None)).Value;

    /// <summary>A fix that has to be there.</summary>
    internal static async Task<FixRecord> FixAsync(this IFixMemory memory, Guid id) =>
        await memory.GetFixAsync(id, CancellationToken.None) ?? throw new AssertionException($"The fix {id} was not found.");

    /// <summary>The evidence in one exact scope, which has to be there once.</summary>
    internal static ScopedEvidence In(this IReadOnlyList<ScopedEvidence> evidence, Scope scope) => evidence.Single(e => e.Scope == scope);
}
