using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Api.Wire;

/// <summary>Health in the form of draft-inadarei-api-health-check-06, for who asks for <c>application/health+json</c>.</summary>
internal sealed record HealthDraft
{
    internal const string MediaType = "application/health+json";

    /// <summary><c>pass</c>, <c>warn</c> or <c>fail</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>The checks by component and measurement.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<HealthDraftCheck>> Checks { get; init; }

    /// <summary>Whether a request asks for this form.</summary>
    /// <param name="http">The request.</param>
    internal static bool IsAsked(HttpContext http) => http.Request.Headers.Accept.ToString().Contains(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The draft's form of a report.</summary>
    /// <param name="report">The report.</param>
    internal static HealthDraft Of(HealthReport report) => new()
    {
        Status = Word(report.Status),
        Version = Product.Version,
        Checks = report.Checks.Where(check => check.Status != HealthStatus.Off).ToDictionary(
            check => $"{check.Name}:{(check.Unit == "percent" ? "utilization" : "probe")}",
            IReadOnlyList<HealthDraftCheck> (check) => [Check(check, report.CheckedAt)]),
    };

    private static HealthDraftCheck Check(HealthCheckResult check, long checkedAt) => new()
    {
        Status = Word(check.Status),
        ComponentType = check.Name is "disk" or "memory" ? "system" : "datastore",
        ObservedValue = check.Value,
        ObservedUnit = check.Unit,
        Time = Instants.Rfc3339(checkedAt),
        Output = check.Message ?? "",
    };

    /// <summary>The draft's word for a status.</summary>
    /// <param name="status">The status.</param>
    internal static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Unhealthy => "fail",
        HealthStatus.Degraded => "warn",
        _ => "pass",
    };
}

/// <summary>The draft's form for who has no key: the status alone.</summary>
internal sealed record HealthDraftStatus
{
    /// <summary><c>pass</c>, <c>warn</c> or <c>fail</c>.</summary>
    public required string Status { get; init; }
}

/// <summary>One check in the draft's form; its members are camelCase there.</summary>
internal sealed record HealthDraftCheck
{
    /// <summary><c>pass</c>, <c>warn</c> or <c>fail</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>system</c> or <c>datastore</c>.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("componentType")]
    public required string ComponentType { get; init; }

    /// <summary>What was measured, or null.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("observedValue")]
    public required double? ObservedValue { get; init; }

    /// <summary>Its unit, or null.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("observedUnit")]
    public required string? ObservedUnit { get; init; }

    /// <summary>RFC 3339 UTC.</summary>
    public required string Time { get; init; }

    /// <summary>What is wrong; empty when well.</summary>
    public required string Output { get; init; }
}
