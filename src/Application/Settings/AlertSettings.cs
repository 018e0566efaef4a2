using System.ComponentModel.DataAnnotations;

namespace ObsControlPlane.Application.Settings;

/// <summary>How alerts are taken in (section <c>Alerts</c>).</summary>
public sealed class AlertSettings
{
    /// <summary>Issues of one delivery, or of one page of issues, that are recalled whole, 0–1,000; default 16. The others are answered with fixes of exactly their issue.</summary>
    [Range(0, 1_000)]
    public int RecallsPerDelivery { get; set; } = 16;

    /// <summary>Milliseconds within which the fixes of one delivery, or of one page of issues, are looked for, 1–10,000; default 400.</summary>
    [Range(1, 10_000)]
    public int RecallBudgetMilliseconds { get; set; } = 400;

    /// <summary>Newest deliveries that are kept, 0–100,000; default 500.</summary>
    [Range(0, 100_000)]
    public int KeepDeliveries { get; set; } = 500;

    /// <summary>Days that deliveries are kept, 1–3,650; default 30.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 30;

    /// <summary>Bytes up to which the body of a delivery is kept for a replay, 0–33,554,432; default 262,144.</summary>
    [Range(0, 33_554_432)]
    public int KeepBodyBytes { get; set; } = 262_144;

    /// <summary>Where a generic body has what.</summary>
    public GenericAlertSettings Generic { get; set; } = new();
}

/// <summary>
/// Where <c>POST /api/alerts/generic</c> finds the parts of an alert (section <c>Alerts:Generic</c>): JSON pointers (RFC 6901) within one
/// alert, several separated by blanks; the first that leads to a value counts. Empty = looked for nowhere.
/// </summary>
public sealed class GenericAlertSettings : IValidatableObject
{
    /// <summary>The array of alerts within the body; where it leads nowhere the body itself is the alert, or the array of them.</summary>
    public string Alerts { get; set; } = "/alerts";

    /// <summary>Name of the alert; without one it is refused.</summary>
    public string Name { get; set; } = "/name /alertname /labels/alertname /alert_name /title /summary /message";

    /// <summary>State of the alert; without one it fires.</summary>
    public string Status { get; set; } = "/status /state";

    /// <summary>Words, separated by blanks, that mean it has resolved, whatever their case; any other means that it fires.</summary>
    public string Resolved { get; set; } = "resolved ok closed recovered recovery normal inactive up success cleared";

    /// <summary>Summary.</summary>
    public string Summary { get; set; } = "/summary /annotations/summary /title";

    /// <summary>Description.</summary>
    public string Description { get; set; } = "/description /annotations/description /message /body";

    /// <summary>Server.</summary>
    public string Server { get; set; } = "/server /host /hostname";

    /// <summary>Service.</summary>
    public string Service { get; set; } = "/service";

    /// <summary>Environment.</summary>
    public string Environment { get; set; } = "/environment /env";

    /// <summary>The sender's own identity of the alert: what resolves has that of what fired. Without one, name and labels are it.</summary>
    public string Fingerprint { get; set; } = "/fingerprint /id";

    /// <summary>When it began: RFC 3339, or a number of seconds or milliseconds since 1970.</summary>
    public string StartsAt { get; set; } = "/starts_at /startsAt";

    /// <summary>When it ended.</summary>
    public string EndsAt { get; set; } = "/ends_at /endsAt";

    /// <summary>An object of labels: the stable ones belong to the identity.</summary>
    public string Labels { get; set; } = "/labels";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, pointers) in new[]
        {
            (nameof(Alerts), Alerts), (nameof(Name), Name), (nameof(Status), Status), (nameof(Summary), Summary), (nameof(Description), Description),
            (nameof(Server), Server), (nameof(Service), Service), (nameof(Environment), Environment), (nameof(Fingerprint), Fingerprint),
            (nameof(StartsAt), StartsAt), (nameof(EndsAt), EndsAt), (nameof(Labels), Labels),
        })
        {
            if (pointers.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(pointer => pointer[0] != '/') is { } wrong)
                yield return new ValidationResult($"Alerts:Generic:{name} holds '{wrong}', which is no JSON pointer: each begins with '/'.", [name]);
        }
    }
}
