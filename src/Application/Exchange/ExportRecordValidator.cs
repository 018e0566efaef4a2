using FluentValidation;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;

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
        public FixLine(TimeProvider clock) => RuleFor(line => line.Fix).ChildRules(fix =>
        {
            fix.RuleFor(f => f.IssueText).Keeps("issue_text", Rules.Text);
            fix.RuleFor(f => f.Solution).Keeps("solution", Rules.Text);
            fix.RuleFor(f => f.Agent).Keeps("agent", Rules.OptionalAgent);
            fix.RuleFor(f => f.Scope).KeepsScope();
            fix.RuleFor(f => f.FirstTs).Keeps("first_ts", Ts(clock));
            fix.RuleFor(f => f.Ts).Keeps("ts", Ts(clock));
            fix.RuleFor(f => f).Keeps("ts", f => NotBefore(f.FirstTs, f.Ts));
            fix.RuleFor(f => f.Source).Keeps("source", Rules.OptionalName);
            fix.RuleFor(f => f.SourceId).Keeps("source_id", Rules.OptionalName);
            fix.RuleForEach(f => f.Tags).Keeps("tags", Rules.Name);
            fix.RuleFor(f => f.Metadata).Keeps("metadata", Rules.OptionalMetadata);
        }).OverridePropertyName("fix");
    }

    private sealed class ReportLine : AbstractValidator<ExportedReport>
    {
        public ReportLine(TimeProvider clock) => RuleFor(line => line.Report).ChildRules(report =>
        {
            report.RuleFor(r => r.IssueText).Keeps("issue_text", Rules.OptionalText);
            report.RuleFor(r => r.Solution).Keeps("solution", Rules.Text);
            report.RuleFor(r => r.Agent).Keeps("agent", Rules.OptionalAgent);
            report.RuleFor(r => r.Scope).KeepsScope();
            report.RuleFor(r => r.Ts).Keeps("ts", Ts(clock));
            report.RuleFor(r => r.Source).Keeps("source", Rules.OptionalName);
            report.RuleFor(r => r.SourceId).Keeps("source_id", Rules.OptionalName);
            report.RuleFor(r => r.Tags).KeepsTags();
            report.RuleForEach(r => r.Tags).Keeps("tags", Rules.Name);
            report.RuleFor(r => r.Metadata).Keeps("metadata", Rules.OptionalMetadata);
        }).OverridePropertyName("report");
    }

    private sealed class OutcomeLine : AbstractValidator<ExportedOutcome>
    {
        public OutcomeLine(TimeProvider clock) => RuleFor(line => line.Entry.Outcome).ChildRules(outcome =>
        {
            outcome.RuleFor(o => o.Evidence.Note).Keeps("evidence.note", Rules.OptionalNote);
            outcome.RuleFor(o => o.ApplicationId).Keeps("application_id", Rules.OptionalName);
            outcome.RuleFor(o => o.Agent).Keeps("agent", Rules.OptionalAgent);
            outcome.RuleFor(o => o.Scope).KeepsScope();
            outcome.RuleFor(o => o.Ts).Keeps("ts", Ts(clock));
        }).OverridePropertyName("entry.outcome");
    }

    private sealed class MemoryLine : AbstractValidator<ExportedMemory>
    {
        public MemoryLine(TimeProvider clock) => RuleFor(line => line.Memory).ChildRules(memory =>
        {
            memory.RuleFor(m => m.Key).Keeps("key", Rules.MemoryKey);
            memory.RuleFor(m => m.Content).Keeps("content", Rules.Text);
            memory.RuleFor(m => m.Metadata).Keeps("metadata", Rules.OptionalMetadata);
            memory.RuleFor(m => m.Agent).Keeps("agent", Rules.OptionalAgent);
            memory.RuleFor(m => m.Scope).KeepsScope();
            memory.RuleFor(m => m.Ts).Keeps("ts", Ts(clock));
        }).OverridePropertyName("memory");
    }

    private sealed class AgentLine : AbstractValidator<ExportedAgent>
    {
        public AgentLine(TimeProvider clock) => RuleFor(line => line.Agent).ChildRules(agent =>
        {
            agent.RuleFor(a => a.Name).Keeps("name", Rules.Agent);
            agent.RuleFor(a => a.Server).Keeps("server", Rules.OptionalName);
            agent.RuleFor(a => a.InstanceId).Keeps("instance_id", Rules.OptionalName);
            agent.RuleFor(a => a.IntervalSeconds).Keeps("interval_seconds", seconds => Rules.OptionalWithin(seconds, 1, Limits.IntervalSeconds));
            agent.RuleFor(a => a.RegisteredAt).Keeps("registered_at", Ts(clock));
            agent.RuleFor(a => a.LastSeen).Keeps("last_seen", Ts(clock));
            agent.RuleFor(a => a.ExcusedMilliseconds).Keeps("excused_milliseconds", value => value < 0 ? "must not be below 0" : null);
            agent.RuleFor(a => a.Metadata).Keeps("metadata", Rules.OptionalMetadata);
        }).OverridePropertyName("agent");
    }

    private sealed class EpisodeLine : AbstractValidator<ExportedEpisode>
    {
        public EpisodeLine(TimeProvider clock)
        {
            RuleFor(line => line.IssueText).Keeps("issue_text", Rules.OptionalText);
            RuleFor(line => line.Episode).ChildRules(episode =>
            {
                episode.RuleFor(e => e.Place).Keeps("place", Rules.OptionalName);
                episode.RuleFor(e => e.Service).Keeps("service", Rules.OptionalName);
                episode.RuleFor(e => e.Server).Keeps("server", Rules.OptionalName);
                episode.RuleFor(e => e.Source).Keeps("source", Rules.OptionalName);
                episode.RuleFor(e => e.StartedAt).Keeps("started_at", Ts(clock));
                episode.RuleFor(e => e.LastSeenAt).Keeps("last_seen_at", Ts(clock));
                episode.RuleFor(e => e).Keeps("last_seen_at", e => NotBefore(e.StartedAt, e.LastSeenAt));
                episode.RuleFor(e => e).Keeps("ended_at", e => e.EndedAt is { } ended ? NotBefore(e.StartedAt, ended) : null);
                episode.RuleFor(e => e.Count).Keeps("count", count => count < 1 ? "must be at least 1" : null);
            }).OverridePropertyName("episode");
            RuleFor(line => line.Details).SetValidator(new DetailsPart(clock)!).OverridePropertyName("details");
        }
    }

    private sealed class DetailsPart : AbstractValidator<EpisodeDetails>
    {
        public DetailsPart(TimeProvider clock)
        {
            RuleFor(d => d.Text).Keeps("text", Rules.OptionalText);
            RuleFor(d => d.AcknowledgedBy).Keeps("acknowledged_by", Rules.OptionalName);
            RuleFor(d => d.AcknowledgedAt).Keeps("acknowledged_at", at => Rules.OptionalTs(at, clock.GetUtcNow().ToUnixTimeMilliseconds()));
            RuleFor(d => d.Alerts).Keeps("alerts", alerts => alerts.DistinctBy(alert => (alert.Source, alert.Sender)).Count() == alerts.Count
                ? null
                : "must name each alert of a source once");
            RuleForEach(d => d.Alerts).ChildRules(alert =>
            {
                alert.RuleFor(a => a.Source).Keeps("source", Rules.Name);
                alert.RuleFor(a => a.Sender).Keeps("sender", Rules.Name);
                alert.RuleFor(a => a.FiredAt).Keeps("fired_at", Ts(clock));
                alert.RuleFor(a => a.ResolvedAt).Keeps("resolved_at", at => Rules.OptionalTs(at, clock.GetUtcNow().ToUnixTimeMilliseconds()));
                alert.RuleFor(a => a.Times).Keeps("times", times => times < 1 ? "must be at least 1" : null);
            }).OverridePropertyName("alerts");
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
