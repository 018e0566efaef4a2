using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Secrets;

/// <summary>Lines of an export without secrets: a copy of a store from before they were looked for may hold some.</summary>
internal static class ExportRedaction
{
    /// <summary>The record without secrets.</summary>
    /// <param name="record">The record.</param>
    /// <param name="redaction">Takes them out.</param>
    public static ExportRecord Of(ExportRecord record, TextRedaction redaction) => record switch
    {
        ExportedFix line => line with { Fix = Of(line.Fix, redaction) },
        ExportedReport line => line with { Report = Of(line.Report, redaction) },
        ExportedOutcome line => line with { Entry = line.Entry with { Outcome = Of(line.Entry.Outcome, redaction) } },
        ExportedMemory line => line with { Memory = Of(line.Memory, redaction) },
        ExportedAgent line => line with { Agent = Of(line.Agent, redaction) },
        ExportedEpisode line => line with { IssueText = redaction.Text(line.IssueText), Episode = Of(line.Episode, redaction), Details = Of(line.Details, redaction) },
        _ => record,
    };

    private static Domain.Fixes.Fix Of(Domain.Fixes.Fix fix, TextRedaction redaction) => fix with
    {
        IssueText = redaction.Text(fix.IssueText)!,
        Solution = redaction.Text(fix.Solution)!,
        Agent = redaction.Name(fix.Agent),
        Scope = redaction.Scope(fix.Scope)!,
        Source = redaction.Text(fix.Source),
        SourceId = redaction.Text(fix.SourceId),
        Tags = redaction.Texts(fix.Tags)!.OfType<string>().ToList(),
        Metadata = redaction.Metadata(fix.Metadata),
    };

    private static Domain.Fixes.FixReport Of(Domain.Fixes.FixReport report, TextRedaction redaction) => report with
    {
        IssueText = redaction.Text(report.IssueText),
        Solution = redaction.Text(report.Solution)!,
        Agent = redaction.Name(report.Agent),
        Scope = redaction.Scope(report.Scope)!,
        Source = redaction.Text(report.Source),
        SourceId = redaction.Text(report.SourceId),
        Tags = redaction.Texts(report.Tags)!.OfType<string>().ToList(),
        Metadata = redaction.Metadata(report.Metadata),
    };

    private static Domain.Outcomes.OutcomeReport Of(Domain.Outcomes.OutcomeReport outcome, TextRedaction redaction) => outcome with
    {
        Evidence = outcome.Evidence with { Note = redaction.Text(outcome.Evidence.Note) },
        Agent = redaction.Name(outcome.Agent),
        Scope = redaction.Scope(outcome.Scope)!,
        ApplicationId = redaction.Text(outcome.ApplicationId),
    };

    private static Domain.Memories.Memory Of(Domain.Memories.Memory memory, TextRedaction redaction) => memory with
    {
        Key = redaction.Text(memory.Key)!,
        Content = redaction.Text(memory.Content)!,
        Metadata = redaction.Metadata(memory.Metadata),
        Agent = redaction.Name(memory.Agent),
        Scope = redaction.Scope(memory.Scope)!,
    };

    private static Domain.Agents.Agent Of(Domain.Agents.Agent agent, TextRedaction redaction) => agent with
    {
        Name = redaction.Name(agent.Name)!,
        Server = redaction.Text(agent.Server),
        InstanceId = redaction.Text(agent.InstanceId),
        Metadata = redaction.Metadata(agent.Metadata),
    };

    private static Domain.Episodes.Episode Of(Domain.Episodes.Episode episode, TextRedaction redaction) => episode with
    {
        Place = redaction.Text(episode.Place),
        Service = redaction.Text(episode.Service),
        Server = redaction.Text(episode.Server),
        Source = redaction.Text(episode.Source),
    };

    private static Domain.Episodes.EpisodeDetails? Of(Domain.Episodes.EpisodeDetails? details, TextRedaction redaction) => details is null ? null : details with
    {
        Text = redaction.Text(details.Text),
        AcknowledgedBy = redaction.Name(details.AcknowledgedBy),
        Alerts = [.. details.Alerts.Select(alert => alert with { Source = redaction.Text(alert.Source)!, Sender = redaction.Text(alert.Sender)! })],
    };
}
