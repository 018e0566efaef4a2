using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Asks for what has proven itself for an issue like this one (contract 6). Writes nothing.</summary>
/// <param name="RecallKey"><c>issue:X</c> asks for fixes of X; any other key asks for fixes and memories.</param>
/// <param name="Limit">Results and candidates together, 1–100; the other lists have this many each.</param>
/// <param name="Scope">Hint for standing and order, or null.</param>
/// <param name="Filter">Restriction, or null.</param>
/// <param name="Before">Only what was told before this, epoch milliseconds, exclusive; null = all.</param>
/// <param name="Exclude">Ids that are not wanted, up to 1,000, or null.</param>
/// <param name="Explain">True for the signals behind each score.</param>
/// <param name="Candidates">True for the nearest below the threshold too.</param>
/// <param name="BudgetMilliseconds">Deadline, 1–10,000; null = the setting's.</param>
/// <param name="Fingerprint">The issue's fingerprint where its text does not tell it, as an alert's is that of its labels; null = the text's.</param>
public sealed record RecallQuery(
    string? RecallKey, int Limit = 10, Scope? Scope = null, RecallFilter? Filter = null, long? Before = null, IReadOnlyList<string?>? Exclude = null,
    bool Explain = false, bool Candidates = false, int? BudgetMilliseconds = null, Fingerprint? Fingerprint = null) : ICarriesText<RecallAnswer>
{
    /// <inheritdoc/>
    public IRequest<RecallAnswer> Redacted(TextRedaction redaction) => this with
    {
        RecallKey = redaction.Text(RecallKey),
        Scope = redaction.Scope(Scope),
        Filter = Filter is null ? null : Filter with
        {
            Service = redaction.Text(Filter.Service),
            Server = redaction.Text(Filter.Server),
            Environment = redaction.Text(Filter.Environment),
            Version = redaction.Text(Filter.Version),
            Agent = redaction.Name(Filter.Agent),
            Tag = redaction.Text(Filter.Tag),
        },
    };
}

/// <summary>Restriction of a recall; null members restrict nothing.</summary>
/// <param name="Service">Service, exact.</param>
/// <param name="Server">Server, exact.</param>
/// <param name="Environment">Environment, exact.</param>
/// <param name="Version">Version, exact.</param>
/// <param name="Agent">Agent, exact.</param>
/// <param name="Kind"><c>fix</c> or <c>memory</c>.</param>
/// <param name="Tag">Tag, exact.</param>
public sealed record RecallFilter(
    string? Service = null, string? Server = null, string? Environment = null, string? Version = null, string? Agent = null, string? Kind = null, string? Tag = null);

/// <summary>The answer to a recall.</summary>
/// <param name="RecallId">UUIDv7; not stored, it makes a later outcome count once.</param>
/// <param name="Query">The key asked for.</param>
/// <param name="Verdict">Whether anything found is proven.</param>
/// <param name="Complete">False when a source was missing or stale; absence then means "not found in what could be searched".</param>
/// <param name="TookMilliseconds">Time the answer took.</param>
/// <param name="VectorsPending">Records whose vector is still to be made; null when that could not be read, which the state of the vectors says too.</param>
/// <param name="Sources">State of memory, vectors and graph, in that order.</param>
/// <param name="Results">What answers the question: entries of the very key asked for, newest first, then best first, ties by id.</param>
/// <param name="Avoid">What failed for it, best first, ties by id.</param>
/// <param name="Related">What the graph connects with it, best first, ties by id.</param>
/// <param name="Candidates">The nearest below the threshold, best first, ties by id; empty unless asked for.</param>
/// <param name="Explanation">Tiers, threshold and runner-up; null unless asked for.</param>
public sealed record RecallAnswer(
    Guid RecallId, string Query, Verdict Verdict, bool Complete, double TookMilliseconds, long? VectorsPending, IReadOnlyList<SourceState> Sources,
    IReadOnlyList<RecallHit> Results, IReadOnlyList<RecallHit> Avoid, IReadOnlyList<RecallHit> Related, IReadOnlyList<RecallHit> Candidates,
    RecallExplanation? Explanation);

/// <summary>State of one source.</summary>
/// <param name="Name"><c>memory</c>, <c>vectors</c> or <c>graph</c>.</param>
/// <param name="Status"><c>ok</c>, <c>stale</c>, <c>timeout</c>, <c>down</c>, <c>loading</c> or <c>off</c> (not configured, or not concerned by this question).</param>
/// <param name="LagMilliseconds">How far it is behind the record; null when that is not known or it is off.</param>
public sealed record SourceState(string Name, string Status, long? LagMilliseconds);

/// <summary>One hit: exactly one of fix and memory is set.</summary>
/// <param name="Fix">The fix with its standing for the scope asked about, or null.</param>
/// <param name="Memory">The memory, or null.</param>
/// <param name="Score">0–1.</param>
/// <param name="Similar">How many others it stands for, 0 or more.</param>
/// <param name="Differs">Up to 8 words of its issue's title that the question lacks, longest first.</param>
/// <param name="CameBack">When the issue last came back after it worked, epoch milliseconds, or null.</param>
/// <param name="Sources">Which sources found it.</param>
/// <param name="Signals">What the score is made of; empty unless asked for.</param>
/// <param name="Evidence">Its counted outcomes by exact scope; empty unless asked for.</param>
/// <param name="Path">How the graph leads to it; empty for anything but a related hit.</param>
public sealed record RecallHit(
    FixView? Fix, Domain.Memories.Memory? Memory, double Score, int Similar, IReadOnlyList<string> Differs, long? CameBack,
    IReadOnlyList<string> Sources, IReadOnlyList<Signal> Signals, IReadOnlyList<ScopedEvidence> Evidence, IReadOnlyList<PathStep> Path);

/// <summary>How an answer came about.</summary>
/// <param name="Tiers">What ran and how long it took.</param>
/// <param name="Threshold">Relevance below which a hit is a candidate only, 0–1.</param>
/// <param name="RunnerUp">The second result and why it lost; null with fewer than two.</param>
public sealed record RecallExplanation(IReadOnlyList<TierRun> Tiers, double Threshold, RunnerUp? RunnerUp);

/// <summary>One tier of the search.</summary>
/// <param name="Name"><c>fingerprint</c>, <c>words</c>, <c>vectors</c> or <c>graph</c>.</param>
/// <param name="Ran">False when it was skipped or is off.</param>
/// <param name="TookMilliseconds">Time it took; 0 when it did not run.</param>
public sealed record TierRun(string Name, bool Ran, double TookMilliseconds);

/// <summary>The second result.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">One sentence: the signal in which it lost most.</param>
public sealed record RunnerUp(Guid Id, string Reason);
