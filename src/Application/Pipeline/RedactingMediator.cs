using MediatR;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Application.Telemetry;
using ObsControlPlane.Domain.Secrets;

namespace ObsControlPlane.Application.Pipeline;

/// <summary>
/// Takes secrets out of every request before anything else sees it: validation, handlers, stores, logs, models. A behaviour could not,
/// since MediatR 5 hands the same request on to whatever comes after it (decision 0017).
/// </summary>
internal sealed class RedactingMediator(IMediator inner, SecretRedactor redactor, SecretSettings settings, ControlPlaneMeter meter) : IMediator
{
    public async Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
    {
        if (!settings.Redact || request is not ICarriesText<TResponse> carries)
            return await inner.Send(request, cancellationToken);
        var redaction = new TextRedaction(redactor, meter);
        var response = await inner.Send(carries.Redacted(redaction), cancellationToken);
        return redaction.Families is { Count: > 0 } families ? carries.Naming(response, families) : response;
    }

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification => inner.Publish(notification, cancellationToken);
}
