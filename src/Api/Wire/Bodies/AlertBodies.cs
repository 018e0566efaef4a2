using System.ComponentModel.DataAnnotations;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire.Bodies;

/// <summary>Body of <c>POST /api/alerts/alertmanager</c> and <c>/grafana</c>: the webhook body of Alertmanager, version 4, or of Grafana. Other members are not looked at.</summary>
internal sealed record WebhookBody
{
    /// <summary>Version of the body: <c>4</c> of Alertmanager, <c>1</c> of Grafana.</summary>
    public string? Version { get; init; }

    /// <summary>State of an alert that has none of its own: <c>firing</c> or <c>resolved</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Labels of an alert that has none of its own.</summary>
    public IReadOnlyDictionary<string, string>? CommonLabels { get; init; }

    /// <summary>The alerts, at most 10,000.</summary>
    public required IReadOnlyList<WebhookAlertBody> Alerts { get; init; }
}

/// <summary>One alert of a webhook body. Members are named as the sender names them.</summary>
internal sealed record WebhookAlertBody
{
    /// <summary><c>firing</c> or <c>resolved</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Labels; name and stable ones are the identity, the others say where.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary><c>summary</c> and <c>description</c> are recalled with.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>The sender's own fingerprint.</summary>
    public string? Fingerprint { get; init; }
}

/// <summary>Body of <c>POST /api/alerts/generic</c>: an alert, an array of them, or an object that holds one. These members are the default mapping.</summary>
internal sealed record GenericAlertBody
{
    /// <summary>Name of the alert.</summary>
    public string? Name { get; init; }

    /// <summary>Its state; a word of those that mean it has resolved, else it fires.</summary>
    public string? Status { get; init; }

    /// <summary>Summary.</summary>
    public string? Summary { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>Server.</summary>
    public string? Server { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>Body of <c>POST /api/issues/{fingerprint}/ack</c>; it may be missing.</summary>
internal sealed record AcknowledgeBody
{
    /// <summary>Who is on it.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? By { get; init; }
}

/// <summary>Body of <c>POST /api/alerts/test</c>; it may be missing.</summary>
internal sealed record TestAlertBody
{
    /// <summary><c>firing</c>, which is what is meant without it, or <c>resolved</c>.</summary>
    public string? Status { get; init; }
}
