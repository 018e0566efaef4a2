using System.Data.Common;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How alerts, acknowledgements and deliveries lie in rows, in whichever store.</summary>
internal static class AlertColumns
{
    /// <summary>Columns for <see cref="ReadDetails"/>, of the table's alias <c>d</c>.</summary>
    public const string Details = "d.episode, d.text, d.acknowledged_by, d.acknowledged_at, d.content_hash";

    /// <summary>Columns for <see cref="ReadAlert"/>, of the table's alias <c>a</c>.</summary>
    public const string Alert = "a.episode, a.source, a.sender, a.fired_at, a.resolved_at, a.times, a.content_hash";

    /// <summary>Columns for <see cref="ReadDelivery"/>, of the table's alias <c>v</c>; after them the body, or NULL.</summary>
    public const string Delivery =
        "v.id, v.received_at, v.source, v.received, v.firing, v.repeats, v.resolved, v.late, v.refused, v.mended, v.took_ms, v.bytes, v.body IS NOT NULL, v.problem";

    /// <exception cref="DamagedRowException">The row is not what was written.</exception>
    public static (Guid Episode, EpisodeDetails Details) ReadDetails(DbDataReader row)
    {
        var values = RowValues.Verified(row, "episode_details", 0, 4);
        return (values.Id(0), new EpisodeDetails(values.TextOrNull(1), values.TextOrNull(2), values.IntegerOrNull(3), []));
    }

    /// <exception cref="DamagedRowException">The row is not what was written.</exception>
    public static (Guid Episode, EpisodeAlert Alert) ReadAlert(DbDataReader row)
    {
        var values = RowValues.Verified(row, "episode_alerts", 0, 6);
        return (values.Id(0), new EpisodeAlert(values.Text(1), values.Text(2), values.Integer(3), values.IntegerOrNull(4), values.Integer(5)));
    }

    /// <summary>A delivery from the columns of <see cref="Delivery"/> and the body after them.</summary>
    public static AlertDelivery ReadDelivery(DbDataReader row)
    {
        var id = row.GetValue(0);
        var isKept = row.GetValue(12);
        return new AlertDelivery(
            id is Guid known ? known : new Guid((byte[])id, bigEndian: true), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
            row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), isKept is bool flag ? flag : (long)isKept != 0,
            row.IsDBNull(14) ? null : row.GetString(14), row.IsDBNull(13) ? null : row.GetString(13));
    }

    /// <summary>A delivery after what its alerts did was counted.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="plan">What they did.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    public static AlertDelivery Counted(AlertDelivery delivery, AlertPlan plan, long now)
    {
        var counts = plan.Steps.CountBy(step => step.Status).ToDictionary();
        return delivery with
        {
            Firing = counts.GetValueOrDefault(AlertStatus.Firing),
            Repeats = counts.GetValueOrDefault(AlertStatus.Repeat),
            Resolved = counts.GetValueOrDefault(AlertStatus.Resolved),
            Late = counts.GetValueOrDefault(AlertStatus.Late),
            TookMilliseconds = Math.Max(0, now - delivery.ReceivedAt),
        };
    }

    /// <summary>What stands in an outcome that the end of an episode gives: for its fix, once an episode.</summary>
    /// <param name="fix">The fix last applied in the episode.</param>
    /// <param name="scope">Where it was applied.</param>
    /// <param name="signal">The alert that ended it.</param>
    /// <param name="episode">The episode.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    public static Domain.Outcomes.OutcomeReport Cleared(Guid fix, Domain.Scopes.Scope scope, AlertSignal signal, Episode episode, long windowMilliseconds) => new(
        signal.OutcomeId, fix, Domain.Outcomes.OutcomeKind.Worked, new Domain.Outcomes.Evidence(Domain.Outcomes.EvidenceKind.AlertCleared), null, scope,
        AlertRules.JudgedAt(episode.EndedAt ?? signal.ReceivedAt, signal.ReceivedAt, windowMilliseconds), ApplicationId: $"alert_cleared:{episode.Id}", EpisodeId: episode.Id);
}

/// <summary>The fix last applied in an episode.</summary>
/// <param name="Fix">The fix.</param>
/// <param name="Scope">Where it was applied.</param>
internal sealed record AppliedFix(Guid Fix, Domain.Scopes.Scope Scope)
{
    /// <summary>The fix from five columns: id, service, server, environment, version.</summary>
    public static AppliedFix Read(DbDataReader row)
    {
        var id = row.GetValue(0);
        return new AppliedFix(
            id is Guid known ? known : new Guid((byte[])id, bigEndian: true), RowValues.ScopeOf(Text(row, 1), Text(row, 2), Text(row, 3), Text(row, 4)));
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
