using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Agents;

/// <summary>The series of one agent; null when there is no such agent.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Name">One figure's name, or null for all.</param>
/// <param name="Since">First instant, inclusive, epoch milliseconds; null = 24 hours ago.</param>
/// <param name="StepSeconds">Mean of each step of so many seconds, 1 – 86,400; null for every point.</param>
public sealed record GetAgentTelemetryQuery(string Agent, string? Name, long? Since, int? StepSeconds) : IRequest<IReadOnlyList<MetricSeries>?>;

internal sealed class GetAgentTelemetryValidator : AbstractValidator<GetAgentTelemetryQuery>
{
    public GetAgentTelemetryValidator()
    {
        RuleFor(q => q.Agent).Keeps("agent", Rules.Agent);
        RuleFor(q => q.Name).Keeps("name", Rules.OptionalName);
        RuleFor(q => q.Since).Keeps("since", since => Rules.OptionalWithin(since, 0, long.MaxValue));
        RuleFor(q => q.StepSeconds).Keeps("step", step => Rules.OptionalWithin(step, 1, Limits.StepSeconds));
    }
}

internal sealed class GetAgentTelemetryHandler(IAgentRegistry agents, ITelemetryLog log, TimeProvider clock)
    : IRequestHandler<GetAgentTelemetryQuery, IReadOnlyList<MetricSeries>?>
{
    private const int MostPoints = 10_000;

    public async Task<IReadOnlyList<MetricSeries>?> Handle(GetAgentTelemetryQuery request, CancellationToken ct)
    {
        if (await agents.GetAsync(request.Agent, ct) is null)
            return null;
        var since = request.Since ?? (clock.GetUtcNow() - TimeSpan.FromDays(1)).ToUnixTimeMilliseconds();
        return await log.ReadAsync(new SeriesQuery(request.Agent, request.Name, since, request.StepSeconds * 1000L, MostPoints), ct);
    }
}
