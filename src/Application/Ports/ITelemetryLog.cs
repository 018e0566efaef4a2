using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Application.Ports;

/// <summary>Reports of agents and the series they make.</summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store fails and <see cref="OperationCanceledException"/> when cancelled.</remarks>
public interface ITelemetryLog
{
    /// <summary>Takes in one report whole, or not at all: the agent's lease, its figures, its fixes and the issues it saw, in one transaction.</summary>
    /// <param name="report">The report.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The receipt; the same (agent, instance, sequence, digest) is a duplicate and changes nothing.</returns>
    /// <exception cref="DomainException">Another installation holds the agent's name, or the idempotency key was used with another request.</exception>
    Task<Written<TelemetryReceipt>> AppendAsync(TelemetryReport report, WriteKey? key, CancellationToken ct);

    /// <summary>The series of one agent.</summary>
    /// <param name="query">What to read.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>One series per name and unit, ordinal order of names; points oldest first. Empty when there are none.</returns>
    Task<IReadOnlyList<MetricSeries>> ReadAsync(SeriesQuery query, CancellationToken ct);

    /// <summary>Removes reports taken before an instant.</summary>
    /// <param name="before">Epoch milliseconds, exclusive.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>How many reports were removed.</returns>
    Task<long> PurgeAsync(long before, CancellationToken ct);
}

/// <summary>A question for series.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Name">One figure's name, or null for all.</param>
/// <param name="Since">First instant, inclusive, epoch milliseconds.</param>
/// <param name="StepMilliseconds">Mean of each step of this length, counted from the epoch, at the step's first instant; null for every point.</param>
/// <param name="MaxPoints">At most this many points a series, the newest ones, 1–10,000.</param>
public sealed record SeriesQuery(string Agent, string? Name, long Since, long? StepMilliseconds, int MaxPoints);

/// <summary>One figure over time.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="Points">Oldest first.</param>
public sealed record MetricSeries(string Name, string? Unit, IReadOnlyList<MetricPoint> Points);

/// <summary>One value at one instant.</summary>
/// <param name="Ts">Epoch milliseconds.</param>
/// <param name="Value">The value.</param>
public readonly record struct MetricPoint(long Ts, double Value);
