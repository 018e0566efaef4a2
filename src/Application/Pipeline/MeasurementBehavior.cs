using MediatR;
using ObsControlPlane.Application.Telemetry;

namespace ObsControlPlane.Application.Pipeline;

/// <summary>Counts and times the use cases that operators watch; the outermost behaviour, so that refused requests are counted too.</summary>
internal sealed class MeasurementBehavior<TRequest, TResponse>(ControlPlaneMeter meter, TimeProvider clock) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var started = clock.GetTimestamp();
        var handling = next();
        await Task.WhenAny(handling);
        meter.Observe(request, handling, clock.GetElapsedTime(started));
        return await handling;
    }
}
