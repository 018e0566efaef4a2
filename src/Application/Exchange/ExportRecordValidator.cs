using FluentValidation;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Application.Exchange;

/// <summary>
/// Rules of a line of an export: the limits of contract 1 hold at this door too, though the lines of an untouched export keep them all.
/// A fix's tags are the union of what was told, so their number is not limited.
/// </summary>
internal sealed class ExportRecordValidator : AbstractValidator<ExportRecord>
{
    public ExportRecordValidator(TimeProvider clock) => RuleFor(line => line).SetInheritanceValidator(kinds =>
    {
        kinds.Add(new FixLine(clock));
        kinds.Add(new ReportLine(clock));
        kinds.Add(new OutcomeLine(clock));
        kinds.Add(new MemoryLine(clock));
        kinds.Add(new AgentLine(clock));
        kinds.Add(new EpisodeLine(clock));
        kinds.Add(new OccurrencesLine(clock));
        kinds.Add(new ErasureLine(clock));
    });

    private static Func<long, string?> Ts(TimeProvider clock) => ts => Rules.OptionalTs(ts, clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static string? NotBefore(long from, long to) => to >= from ? null : "must not be before the beginning";

    private sealed class FixLine : AbstractValidator<ExportedFix>
    {
        public FixLine(TimeProvider clock) => RuleFor(line => line.Fix).SetValidator(new FixRules(clock)).OverridePropertyName("fix");
    }

    private sealed class FixRules : AbstractValidator<Fix>
    {
        public FixRules(TimeProvider clock)
        {
            RuleFor(f => f.IssueText).Keeps("issue_text", Rules.Text);
            RuleFor(f => f.Solution).Keeps("solution", Rules.Text);
            RuleFor(f => f.Agent).Keeps("agent", Rules.OptionalAgent);
            RuleFor(f => f.Scope).KeepsScope();
            RuleFor(f => f.FirstTs).Keeps("first_ts", Ts(clock));
            RuleFor(f => f.Ts).Keeps("ts", Ts(clock));
            RuleFor(f => f).Keeps("ts", f => NotBefore(f.FirstTs, f.Ts));
            RuleFor(f => f.Source).Keeps("source", Rules.OptionalName);
            RuleFor(f => f.SourceId).Keeps("source_id", Rules.OptionalName);
            RuleForEach(f => f.Tags).Keeps("tags", Rules.Name);
            RuleFor(f => f.Metadata).Keeps("metadata", Rules.OptionalMetadata);
        }
    }

    private sealed class ReportLine : AbstractValidator<ExportedReport>
    {
        public ReportLine(TimeProvider clock) => RuleFor(line => line.Report).SetValidator(new ReportRules(clock)).OverridePropertyName("report");
    }

    private sealed class ReportRules : AbstractValidator<FixReport>
    {
        public ReportRules(TimeProvider clock)
        {
            RuleFor(r => r.IssueText).Keeps("issue_text", Rules.OptionalText);
            RuleFor(r => r.Solution).Keeps("solution", Rules.Text);
            RuleFor(r => r.Agent).Keeps("agent", Rules.OptionalAgent);
            RuleFor(r => r.Scope).KeepsScope();
            RuleFor(r => r.Ts).Keeps("ts", Ts(clock));
            RuleFor(r => r.Source).Keeps("source", Rules.OptionalName);
            RuleFor(r => r.SourceId).Keeps("source_id", Rules.OptionalName);
            RuleFor(r => r.Tags).KeepsTags();
            RuleForEach(r => r.Tags).Keeps("tags", Rules.Name);
            RuleFor(r => r.Metadata).Keeps("metadata", Rules.OptionalMetadata);
        }
    }

    private sealed class OutcomeLine : AbstractValidator<ExportedOutcome>
    {
        public OutcomeLine(TimeProvider clock) =>
            RuleFor(line => line.Entry.Outcome).SetValidator(new OutcomeRules(clock)).OverridePropertyName("entry.outcome");
    }

    private sealed class OutcomeRules : AbstractValidator<OutcomeReport>
    {
        public OutcomeRules(TimeProvider clock)
        {
            RuleFor(o => o.Evidence.Note).Keeps("evidence.note", Rules.OptionalNote);
            RuleFor(o => o.ApplicationId).Keeps("application_id", Rules.OptionalName);
            RuleFor(o => o.Agent).Keeps("agent", Rules.OptionalAgent);
            RuleFor(o => o.Scope).KeepsScope();
            RuleFor(o => o.Ts).Keeps("ts", Ts(clock));
        }
    }

    private sealed class MemoryLine : AbstractValidator<ExportedMemory>
    {
        public MemoryLine(TimeProvider clock) => RuleFor(line => line.Memory).SetValidator(new MemoryRules(clock)).OverridePropertyName("memory");
    }

    private sealed class MemoryRules : AbstractValidator<Memory>
    {
        public MemoryRules(TimeProvider clock)
        {
            RuleFor(m => m.Key).Keeps("key", Rules.MemoryKey);
            RuleFor(m => m.Content).Keeps("content", Rules.Text);
            RuleFor(m => m.Metadata).Keeps("metadata", Rules.OptionalMetadata);
            RuleFor(m => m.Agent).Keeps("agent", Rules.OptionalAgent);
            RuleFor(m => m.Scope).KeepsScope();
            RuleFor(m => m.Ts).Keeps("ts", Ts(clock));
        }
    }

    private sealed class AgentLine : AbstractValidator<ExportedAgent>
    {
        public AgentLine(TimeProvider clock) => RuleFor(line => line.Agent).SetValidator(new AgentRules(clock)).OverridePropertyName("agent");
    }

    private sealed class AgentRules : AbstractValidator<Agent>
    {
        public AgentRules(TimeProvider clock)
        {
            RuleFor(a => a.Name).Keeps("name", Rules.Agent);
            RuleFor(a => a.Server).Keeps("server", Rules.OptionalName);
            RuleFor(a => a.InstanceId).Keeps("instance_id", Rules.OptionalName);
            RuleFor(a => a.IntervalSeconds).Keeps("interval_seconds", seconds => Rules.OptionalWithin(seconds, 1, Limits.IntervalSeconds));
            RuleFor(a => a.RegisteredAt).Keeps("registered_at", Ts(clock));
            RuleFor(a => a.LastSeen).Keeps("last_seen", Ts(clock));
            RuleFor(a => a.ExcusedMilliseconds).Keeps("excused_milliseconds", value => value < 0 ? "must not be below 0" : null);
            RuleFor(a => a.Metadata).Keeps("metadata", Rules.OptionalMetadata);
        }
    }

    private sealed class EpisodeLine : AbstractValidator<ExportedEpisode>
    {
        public EpisodeLine(TimeProvider clock)
        {
            RuleFor(line => line.IssueText).Keeps("issue_text", Rules.OptionalText);
            RuleFor(line => line.Episode).SetValidator(new EpisodeRules(clock)).OverridePropertyName("episode");
        }
    }

    private sealed class EpisodeRules : AbstractValidator<Episode>
    {
        public EpisodeRules(TimeProvider clock)
        {
            RuleFor(e => e.Place).Keeps("place", Rules.OptionalName);
            RuleFor(e => e.Service).Keeps("service", Rules.OptionalName);
            RuleFor(e => e.Server).Keeps("server", Rules.OptionalName);
            RuleFor(e => e.Source).Keeps("source", Rules.OptionalName);
            RuleFor(e => e.StartedAt).Keeps("started_at", Ts(clock));
            RuleFor(e => e.LastSeenAt).Keeps("last_seen_at", Ts(clock));
            RuleFor(e => e).Keeps("last_seen_at", e => NotBefore(e.StartedAt, e.LastSeenAt));
            RuleFor(e => e).Keeps("ended_at", e => e.EndedAt is { } ended ? NotBefore(e.StartedAt, ended) : null);
            RuleFor(e => e.Count).Keeps("count", count => count < 1 ? "must be at least 1" : null);
        }
    }

    private sealed class OccurrencesLine : AbstractValidator<ExportedOccurrences>
    {
        public OccurrencesLine(TimeProvider clock)
        {
            RuleFor(line => line.First).Keeps("first", first => first < 1 ? "must be at least 1" : null);
            RuleFor(line => line.Seen).Keeps("seen", seen => Rules.OptionalWithin(seen.Count, 1, ExportedOccurrences.Most) is null
                ? null
                : $"must be from 1 to {ExportedOccurrences.Most} instants");
            RuleForEach(line => line.Seen).Keeps("seen", Ts(clock));
        }
    }

    private sealed class ErasureLine : AbstractValidator<ExportedErasure>
    {
        public ErasureLine(TimeProvider clock) => RuleFor(line => line.ErasedAt).Keeps("erased_at", Ts(clock));
    }
}
