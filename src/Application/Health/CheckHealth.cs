using FluentValidation;
using MediatR;

namespace ObsControlPlane.Application.Health;

/// <summary>Health of the control plane (contract 9); answers within half a second whatever fails.</summary>
public sealed record CheckHealthQuery : IRequest<HealthReport>;

/// <summary>Health at one instant.</summary>
/// <param name="Status">The worst of what counts.</param>
/// <param name="CheckedAt">Epoch milliseconds.</param>
/// <param name="Checks">disk, memory, database_read, database_write, graph, embedder, in that order.</param>
/// <param name="CanRead">True when reads can be served.</param>
/// <param name="CanWrite">True when writes can be acknowledged.</param>
public sealed record HealthReport(HealthStatus Status, long CheckedAt, IReadOnlyList<HealthCheckResult> Checks, bool CanRead, bool CanWrite);

/// <summary>One check.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its state.</param>
/// <param name="Value">What was measured, or null.</param>
/// <param name="Unit">Its unit: <c>percent</c>, <c>ms</c> (time a probe took; age of the probe of writing), or null.</param>
/// <param name="DegradedAt">From this value on it is degraded, or null.</param>
/// <param name="UnhealthyAt">From this value on it is unhealthy, or null.</param>
/// <param name="Since">Since when it is in this state, epoch milliseconds, or null.</param>
/// <param name="Message">One sentence for a person: what, and what it means for reads and writes; null when well.</param>
public sealed record HealthCheckResult(
    string Name, HealthStatus Status, double? Value, string? Unit, double? DegradedAt, double? UnhealthyAt, long? Since, string? Message);

/// <summary>States of health, best first.</summary>
public enum HealthStatus
{
    /// <summary>Not configured.</summary>
    Off = 0,

    /// <summary>Well.</summary>
    Healthy = 1,

    /// <summary>Works, and needs attention.</summary>
    Degraded = 2,

    /// <summary>Does not work.</summary>
    Unhealthy = 3,
}

/// <summary>Nothing to check: the question has no parts.</summary>
internal sealed class CheckHealthValidator : AbstractValidator<CheckHealthQuery>;

internal sealed class CheckHealthHandler(HealthMonitor monitor) : IRequestHandler<CheckHealthQuery, HealthReport>
{
    public Task<HealthReport> Handle(CheckHealthQuery request, CancellationToken ct) => monitor.CheckAsync(ct);
}
