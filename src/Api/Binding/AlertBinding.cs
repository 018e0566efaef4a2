using System.Text;
using System.Text.Json;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Application.Alerts;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Api.Binding;

/// <summary>A webhook body, read.</summary>
/// <param name="Alerts">Its alerts, in their order.</param>
/// <param name="Json">The body as JSON text; null when it is none.</param>
/// <param name="Mended">Places at which ill-formed text became U+FFFD.</param>
/// <param name="Problem">Why it is no such body, or null.</param>
internal sealed record BoundAlerts(IReadOnlyList<AlertInput> Alerts, string? Json, int Mended, Problem? Problem);

/// <summary>Reads webhook bodies: of Alertmanager (version 4), of Grafana, which has the same members and more, and of anything else by a mapping of the settings.</summary>
/// <param name="settings">The mapping.</param>
internal sealed class AlertBinding(AlertSettings settings)
{
    internal const string Generic = "generic";

    private static readonly Dictionary<string, string> NoLabels = [];

    private readonly GenericAlertBinding _generic = new(settings.Generic);

    /// <summary>Reads a body.</summary>
    /// <param name="source">Who sent it.</param>
    /// <param name="body">The body as it came.</param>
    internal BoundAlerts Read(string source, ReadOnlyMemory<byte> body)
    {
        var mended = MendedText.Of(body);
        if (JsonText.TryParse(mended.Bytes, out var document) is { } malformed)
            return new BoundAlerts([], null, mended.Places, new Problem(ProblemTypes.MalformedJson, malformed));
        using (document)
        {
            var root = document!.RootElement;
            var errors = new FieldErrors();
            var alerts = source == Generic ? _generic.Alerts(root, errors) : Items(root, errors);
            return alerts is null
                ? new BoundAlerts([], root.GetRawText(), mended.Places, Refused(errors, source))
                : new BoundAlerts([.. alerts.Select(alert => source == Generic ? _generic.Read(alert) : Read(alert, root))], Encoding.UTF8.GetString(mended.Bytes.Span), mended.Places, null);
        }
    }

    /// <summary>An alert that could not be read.</summary>
    /// <param name="why">Why, one sentence.</param>
    internal static AlertInput Unreadable(string why) => new(NoLabels, null, null, null, null, null, null, null, null, why);

    /// <summary>What a sender's word says: true fires, false has resolved, null is not known.</summary>
    /// <param name="word">The word.</param>
    private static bool? IsFiring(string word) => word.Trim().ToLowerInvariant() switch
    {
        "firing" or "alerting" => true,
        "resolved" or "ok" => false,
        _ => null,
    };

    private static IReadOnlyList<JsonElement>? Items(JsonElement root, FieldErrors errors)
    {
        var version = AlertValues.Member(root, "version");
        var isTold = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("alerts", out _);
        if (AlertValues.Member(root, "alerts") is { ValueKind: JsonValueKind.Array } items)
            return items.GetArrayLength() <= Limits.BatchItems ? [.. items.EnumerateArray()] : TooMany(errors);
        if (isTold && version is not null && AlertValues.Member(root, "alerts") is null)
            return [];
        errors.Add(FieldPath.Body.Member("alerts"), "must be the array of alerts");
        if (version is null)
            errors.Add(FieldPath.Body.Member("version"), "must be there, as in a webhook body of Alertmanager or Grafana (\"4\" or \"1\")");
        return null;
    }

    internal static IReadOnlyList<JsonElement>? TooMany(FieldErrors errors)
    {
        errors.Add(FieldPath.Body.Member("alerts"), $"must hold at most {Limits.BatchItems} alerts; let the sender group less");
        return null;
    }

    private static AlertInput Read(JsonElement alert, JsonElement body)
    {
        if (alert.ValueKind != JsonValueKind.Object)
            return Unreadable("must be a JSON object");
        var labels = AlertValues.Labels(AlertValues.Member(alert, "labels"));
        if (labels.Count == 0)
            labels = AlertValues.Labels(AlertValues.Member(body, "commonLabels"));
        var annotations = AlertValues.Labels(AlertValues.Member(alert, "annotations"));
        if (annotations.Count == 0)
            annotations = AlertValues.Labels(AlertValues.Member(body, "commonAnnotations"));
        var endsAt = AlertValues.Instant(AlertValues.Member(alert, "endsAt"));
        var status = AlertValues.Text(AlertValues.Member(alert, "status")) ?? AlertValues.Text(AlertValues.Member(body, "status"));
        return new AlertInput(
            labels, null, annotations.GetValueOrDefault("summary") ?? annotations.GetValueOrDefault("title"),
            annotations.GetValueOrDefault("description") ?? annotations.GetValueOrDefault("message"), null,
            status is null ? true : IsFiring(status), AlertValues.Text(AlertValues.Member(alert, "fingerprint")),
            AlertValues.Instant(AlertValues.Member(alert, "startsAt")), endsAt);
    }

    private static Problem Refused(FieldErrors errors, string source)
    {
        var problem = ProblemMap.Refused(errors);
        return source == Generic ? problem : problem with
        {
            Detail = $"This is no webhook body of Alertmanager (version 4) or Grafana: it lacks {string.Join(" and ", errors.Fields.Select(field => field.Name))}. "
                + "A receiver with a payload of its own is taken by POST /api/alerts/generic.",
        };
    }
}

/// <summary>Reads bodies of other senders.</summary>
internal sealed class GenericAlertBinding(GenericAlertSettings settings)
{
    private readonly JsonPointers _alerts = new(settings.Alerts), _name = new(settings.Name), _status = new(settings.Status), _summary = new(settings.Summary),
        _description = new(settings.Description), _server = new(settings.Server), _service = new(settings.Service), _environment = new(settings.Environment),
        _fingerprint = new(settings.Fingerprint), _startsAt = new(settings.StartsAt), _endsAt = new(settings.EndsAt), _labels = new(settings.Labels);

    private readonly HashSet<string> _resolved = new(settings.Resolved.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyList<JsonElement>? Alerts(JsonElement root, FieldErrors errors)
    {
        var found = _alerts.Find(root) ?? root;
        switch (found.ValueKind)
        {
            case JsonValueKind.Array:
                return found.GetArrayLength() <= Limits.BatchItems ? [.. found.EnumerateArray()] : AlertBinding.TooMany(errors);
            case JsonValueKind.Object:
                return [found];
            default:
                errors.Add(FieldPath.Body, "must be a JSON object that is an alert, or an array of them, or hold one where Alerts:Generic:Alerts says");
                return null;
        }
    }

    internal AlertInput Read(JsonElement alert)
    {
        if (alert.ValueKind != JsonValueKind.Object)
            return AlertBinding.Unreadable("must be a JSON object");
        if (AlertValues.Text(_name.Find(alert)) is not { } name)
            return AlertBinding.Unreadable($"has no name at {settings.Name}; set Alerts:Generic:Name to where it is");
        var status = AlertValues.Text(_status.Find(alert));
        return new AlertInput(
            AlertValues.Labels(_labels.Find(alert)), name, AlertValues.Text(_summary.Find(alert)), AlertValues.Text(_description.Find(alert)),
            new Scope(AlertValues.Text(_service.Find(alert)), AlertValues.Text(_server.Find(alert)), AlertValues.Text(_environment.Find(alert))),
            status is null || !_resolved.Contains(status.Trim()), AlertValues.Text(_fingerprint.Find(alert)),
            AlertValues.Instant(_startsAt.Find(alert)), AlertValues.Instant(_endsAt.Find(alert)));
    }
}
