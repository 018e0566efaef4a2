using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Alerts;

/// <summary>Reads an alert as the domain understands it, or says why it cannot be.</summary>
internal static class AlertIntake
{
    /// <summary>Reads one.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="source">Which system sent it.</param>
    /// <param name="now">Our clock.</param>
    /// <returns>The signal, or the problem.</returns>
    public static (AlertSignal? Signal, ItemProblem? Problem) Read(AlertInput alert, string source, DateTimeOffset now)
    {
        if (alert.Problem is { } unreadable)
            return (null, Refusal(unreadable));
        var labels = Named(alert);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var issue = labels.Any(label => !string.IsNullOrWhiteSpace(label.Key) && !string.IsNullOrWhiteSpace(label.Value)) ? Issue.FromLabels(labels) : null;
        Note(errors, "labels", issue is null ? "must hold at least one label that is not blank, such as alertname" : Rules.Text(issue.Text));
        Note(errors, "status", alert.IsFiring is null ? "must be firing or resolved" : null);
        var scope = ScopeOf(alert, labels);
        Note(errors, "server", Rules.OptionalName(scope.Server));
        Note(errors, "service", Rules.OptionalName(scope.Service));
        Note(errors, "environment", Rules.OptionalName(scope.Environment));
        if (errors.Count > 0)
            return (null, ItemProblems.Validation(errors));
        var text = AlertReading.TextOf(labels.GetValueOrDefault(AlertReading.Name), alert.Summary, alert.Description) ?? issue!.Text;
        return (
            new AlertSignal(
                TimeOrderedId.Next(now), TimeOrderedId.Next(now), issue!.Fingerprint, issue.Text, text, scope, source, SenderOf(alert, labels), alert.IsFiring!.Value,
                alert.StartsAt, alert.EndsAt, now.ToUnixTimeMilliseconds()),
            null);
    }

    private static ItemProblem Refusal(string why) =>
        ItemProblems.Validation(new Dictionary<string, string[]> { ["alert"] = [why] });

    private static void Note(Dictionary<string, string[]> errors, string field, string? why)
    {
        if (why is not null)
            errors[field] = [why];
    }

    private static Dictionary<string, string> Named(AlertInput alert)
    {
        var labels = new Dictionary<string, string>(alert.Labels, StringComparer.Ordinal);
        if (!string.IsNullOrWhiteSpace(alert.Name))
            labels.TryAdd(AlertReading.Name, alert.Name);
        return labels;
    }

    private static Scope ScopeOf(AlertInput alert, Dictionary<string, string> labels)
    {
        var told = AlertReading.ScopeOf(labels);
        return new Scope(
            Said(alert.Scope?.Service) ?? told.Service, Said(alert.Scope?.Server) is { } server ? AlertReading.WithoutPort(server) : told.Server,
            Said(alert.Scope?.Environment) ?? told.Environment, Said(alert.Scope?.Version));
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // A sender that has no identity of its own is told apart by all labels, as Alertmanager does it.
    private static string SenderOf(AlertInput alert, Dictionary<string, string> labels)
    {
        if (alert.Sender is { } told && Rules.Name(told) is null)
            return told;
        var all = string.Join('\0', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}\u0001{label.Value}").Append(alert.Sender ?? ""));
        return "labels:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 16));
    }
}
