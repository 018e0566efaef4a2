using System.Text.Json;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Api.Binding;

/// <summary>The body of <c>POST /api/telemetry-report</c>.</summary>
internal static class TelemetryBinding
{
    /// <summary>The report; a fix in it that is wrong becomes an item that is refused alone.</summary>
    /// <param name="bound">The body.</param>
    internal static ReportTelemetryCommand Report(JsonRequest bound)
    {
        var fields = bound.Fields;
        return new ReportTelemetryCommand(
            fields.Text("agent"), fields.Text("server"), fields.Text("instance_id"), fields.Integer("seq"), fields.Integer("ts"),
            fields.SmallInteger("interval_seconds"), fields.Flag("takeover") ?? false, Metrics(fields), Fixes(fields), Issues(fields), bound.Digest, bound.Key);
    }

    private static List<Metric>? Metrics(JsonFields fields) => fields.Find("metrics")?.ValueKind switch
    {
        null => null,
        JsonValueKind.Array => [.. fields.Items("metrics")!.Select(item => OfItem(item.Element, item.Path, fields.Errors)).OfType<Metric>()],
        JsonValueKind.Object => OfObject(fields.Object("metrics")!),
        _ => Refuse(fields),
    };

    private static List<Metric>? Refuse(JsonFields fields)
    {
        fields.Errors.Add(fields.Path.Member("metrics"), "must be an object {name: number} or an array [{name, value, unit?, attributes?}]");
        return null;
    }

    private static List<Metric> OfObject(JsonFields metrics)
    {
        var read = new List<Metric>();
        foreach (var member in metrics.Element.EnumerateObject())
        {
            if (JsonFields.NumberOf(member.Value, metrics.Path.Member(member.Name), metrics.Errors) is { } value)
                read.Add(new Metric(member.Name, value));
        }

        return read;
    }

    private static Metric? OfItem(JsonElement element, FieldPath path, FieldErrors errors)
    {
        if (JsonFields.Of(element, path, errors) is not { } item)
            return null;
        var metric = (Name: item.Text("name"), Value: item.Number("value"), Unit: item.Text("unit"), Attributes: item.Metadata("attributes"));
        foreach (var (member, missing) in new[] { ("name", metric.Name is null), ("value", metric.Value is null) })
        {
            if (missing && !errors.Has(path.Member(member)))
                errors.Add(path.Member(member), "is required");
        }

        return metric is { Name: { } name, Value: { } value } ? new Metric(name, value, metric.Unit, metric.Attributes) : null;
    }

    private static List<ImportItem> Fixes(JsonFields fields) =>
        [.. (fields.Items("fixes") ?? []).Select(item => CommonFields.Item(item.Element, CommonFields.Fix))];

    private static List<SeenIssue> Issues(JsonFields fields)
    {
        var read = new List<SeenIssue>();
        foreach (var (element, path) in fields.Items("issues") ?? [])
        {
            if (JsonFields.Of(element, path, fields.Errors) is { } issue)
                read.Add(new SeenIssue(issue.Text("issue"), issue.Text("fingerprint"), issue.Integer("ts")));
        }

        return read;
    }
}
