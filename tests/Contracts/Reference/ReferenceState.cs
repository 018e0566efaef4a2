using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>Everything a record holds, in lists; a write works on a copy, so it happens whole or not at all.</summary>
internal sealed class ReferenceState
{
    internal Dictionary<Guid, Fix> Fixes { get; private init; } = [];

    internal List<ToldReport> Reports { get; private init; } = [];

    internal List<OutcomeEntry> Outcomes { get; private init; } = [];

    internal List<Return> Returns { get; private init; } = [];

    internal Dictionary<Guid, Memory> Memories { get; private init; } = [];

    internal Dictionary<Guid, EpisodeEntry> Episodes { get; private init; } = [];

    internal List<Sighting> Seen { get; private init; } = [];

    internal Dictionary<string, Agent> Agents { get; private init; } = [];

    internal List<TelemetryReport> Telemetry { get; private init; } = [];

    internal Dictionary<Guid, Guid> Twins { get; private init; } = [];

    internal Dictionary<(RecordKind Kind, Guid Id), long> Erased { get; private init; } = [];

    internal Dictionary<(string Key, int Item), KeptAnswer> Answers { get; private init; } = [];

    internal ReferenceVectors Vectors { get; private init; } = new();

    internal long Revision { get; set; }

    internal ReferenceState Copy() => new()
    {
        Fixes = new(Fixes),
        Reports = [.. Reports],
        Outcomes = [.. Outcomes],
        Returns = [.. Returns],
        Memories = new(Memories),
        Episodes = new(Episodes),
        Seen = [.. Seen],
        Agents = new(Agents),
        Telemetry = [.. Telemetry],
        Twins = new(Twins),
        Erased = new(Erased),
        Answers = new(Answers),
        Vectors = Vectors.Copy(),
        Revision = Revision,
    };

    /// <summary>The fix an id stands for: itself, or the one its twin was merged into.</summary>
    internal Guid Standing(Guid id) => Twins.GetValueOrDefault(id, id);

    internal string? IssueText(Fingerprint fingerprint) =>
        Fixes.Values.Where(f => f.Fingerprint == fingerprint).MinBy(f => f.Id)?.IssueText
        ?? Episodes.Values.FirstOrDefault(e => e.Episode.Fingerprint == fingerprint)?.IssueText;

    internal IEnumerable<FixReport> ReportsOf(Guid fix) => Reports.Where(r => r.FixId == fix).Select(r => r.Report);
}

/// <summary>A telling and the fix it is of.</summary>
internal sealed record ToldReport(Guid FixId, FixReport Report);

/// <summary>A success that did not last: the fix, the scope of the success, the episode that showed it.</summary>
internal sealed record Return(Guid FixId, Scope Scope, long Ts, Guid EpisodeId);

/// <summary>The n-th occurrence of an episode.</summary>
internal sealed record Sighting(Guid EpisodeId, long N, long Ts);

/// <summary>An episode and its issue's text.</summary>
internal sealed record EpisodeEntry(Episode Episode, string? IssueText);

/// <summary>What an idempotency key answered, and the record it made.</summary>
internal sealed record KeptAnswer(string Digest, object Answer, (RecordKind Kind, Guid Id)? Record);
