using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Agents;

/// <summary>The series of one agent; null when there is no such agent.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Name">One figure's name, or null for all.</param>
/// <param name="Since">First instant, inclusive, epoch milliseconds; null = 24 hours ago.</param>
/// <param name="StepSeconds">Mean of each step of so many seconds, 1 – 86,400; null for every point.</param>
public sealed record GetAgentTelemetryQuery(string Agent, string? Name, long? Since, int? StepSeconds) : IRequest<IReadOnlyList<MetricSeries>?>;
