using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Alerts;

/// <summary>Takes in the alerts of one webhook body (contract 8). One bad alert is refused alone; the others are taken.</summary>
/// <param name="Source"><c>alertmanager</c>, <c>grafana</c>, <c>generic</c> or <c>test</c>.</param>
/// <param name="Alerts">The alerts, in their order, at most 10,000.</param>
/// <param name="Body">The body as JSON text, for a replay.</param>
/// <param name="Bytes">Its length as it came.</param>
/// <param name="Mended">Places at which ill-formed text became U+FFFD.</param>
/// <param name="Problem">Why the body as a whole is refused: then it is only noted. Null when it is taken.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record TakeAlertsCommand(
    string? Source, IReadOnlyList<AlertInput> Alerts, string? Body, long Bytes, long Mended, string? Problem, WriteKey? Key) : ICarriesText<Written<TakenAlerts>>
{
    /// <inheritdoc/>
    public IRequest<Written<TakenAlerts>> Redacted(TextRedaction redaction) => this with
    {
        Source = redaction.Text(Source),
        Alerts = [.. Alerts.Select(alert => alert.Redacted(redaction))],
        Body = redaction.Json(Body),
        Problem = redaction.Text(Problem),
        Key = redaction.Key(Key),
    };
}

/// <summary>One alert as its sender told it.</summary>
/// <param name="Labels">Its labels; names and values are not blank.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Summary">Its summary, or null.</param>
/// <param name="Description">Its description, or null.</param>
/// <param name="Scope">Where, as far as it is said beside the labels, or null.</param>
/// <param name="IsFiring">Whether it fires; null when the sender's word for it is not known.</param>
/// <param name="Sender">The sender's own fingerprint of it, or null.</param>
/// <param name="StartsAt">When it began, epoch milliseconds, or null.</param>
/// <param name="EndsAt">When it ended, epoch milliseconds, or null.</param>
/// <param name="Problem">Why it could not be read, one sentence; null when it could.</param>
public sealed record AlertInput(
    IReadOnlyDictionary<string, string> Labels, string? Name, string? Summary, string? Description, Scope? Scope, bool? IsFiring, string? Sender,
    long? StartsAt, long? EndsAt, string? Problem = null)
{
    /// <summary>The same without secrets.</summary>
    /// <param name="redaction">Takes them out.</param>
    internal AlertInput Redacted(TextRedaction redaction) => this with
    {
        Labels = redaction.Labels(Labels)!,
        Name = redaction.Text(Name),
        Summary = redaction.Text(Summary),
        Description = redaction.Text(Description),
        Scope = redaction.Scope(Scope),
        Sender = redaction.Text(Sender),
        Problem = redaction.Text(Problem),
    };
}

/// <summary>What became of the alerts of a body.</summary>
/// <param name="Received">Alerts in it.</param>
/// <param name="Episodes">What each alert that was taken did, in their order.</param>
/// <param name="Refused">Alerts that were refused, in their order.</param>
public sealed record TakenAlerts(int Received, IReadOnlyList<TakenAlert> Episodes, IReadOnlyList<RefusedAlert> Refused);

/// <summary>What one alert did.</summary>
/// <param name="Id">The episode; null while the journal holds the alert.</param>
/// <param name="Fingerprint">The issue.</param>
/// <param name="Status">In a word.</param>
/// <param name="Verdict">Whether <paramref name="Fix"/> has proven itself; none for what has resolved, and where it was not looked for.</param>
/// <param name="Fix">The fix to try first, or null.</param>
/// <param name="CameBack">Fixes whose success did not last, found by this alert, by id.</param>
public sealed record TakenAlert(Guid? Id, Fingerprint Fingerprint, AlertStatus Status, Verdict Verdict, RecallHit? Fix, IReadOnlyList<Guid> CameBack);

/// <summary>An alert that was refused.</summary>
/// <param name="Index">Its position in the body, 0 or more.</param>
/// <param name="Problem">Why.</param>
public sealed record RefusedAlert(int Index, ItemProblem Problem);

internal sealed class TakeAlertsValidator : AbstractValidator<TakeAlertsCommand>
{
    public TakeAlertsValidator()
    {
        RuleFor(c => c.Source).Keeps("source", source => Rules.OptionalOneOf(source, "alertmanager", "grafana", "generic", "test"));
        RuleFor(c => c.Alerts).Keeps("alerts", alerts => alerts.Count > Limits.BatchItems ? $"must hold at most {Limits.BatchItems} alerts; let the sender group less" : null);
        RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
    }
}
