using AutoMapper;
using FluentValidation;
using MediatR;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>What every endpoint does between binding and answering: send the request, map its result.</summary>
internal sealed class Dispatch(IMediator mediator, IMapper mapper, IServiceProvider services, KeysInFlight keys)
{
    /// <summary>Sends a request that was bound from a body.</summary>
    /// <param name="bound">The body, and what is wrong with it.</param>
    /// <param name="request">The request as far as it could be bound.</param>
    /// <param name="ct">Cancels it.</param>
    /// <exception cref="Errors.ProblemException">400: binding or a validator found something wrong; all of it is named.</exception>
    internal async Task<TResult> SendAsync<TResult>(JsonRequest bound, IRequest<TResult> request, CancellationToken ct)
    {
        using var held = keys.Enter(bound.Key?.Key);
        return await SendAsync(bound.Errors, request, inBody: true, ct);
    }

    /// <summary>Sends a request that was bound from path and query string.</summary>
    /// <param name="errors">What is wrong with them.</param>
    /// <param name="request">The request as far as it could be bound.</param>
    /// <param name="ct">Cancels it.</param>
    /// <exception cref="Errors.ProblemException">400.</exception>
    internal Task<TResult> SendAsync<TResult>(FieldErrors errors, IRequest<TResult> request, CancellationToken ct) => SendAsync(errors, request, inBody: false, ct);

    /// <summary>Sends a batch or an import, holding its idempotency key.</summary>
    /// <param name="key">The key, or null.</param>
    /// <param name="request">The request.</param>
    /// <param name="ct">Cancels it.</param>
    internal async Task<TResult> SendAsync<TResult>(WriteKey? key, IRequest<TResult> request, CancellationToken ct)
    {
        using var held = keys.Enter(key?.Key);
        return await mediator.Send(request, ct);
    }

    /// <summary>A result in its wire form.</summary>
    /// <param name="result">The result.</param>
    /// <typeparam name="TWire">The wire form.</typeparam>
    internal TWire Map<TWire>(object result) => mapper.Map<TWire>(result);

    private async Task<TResult> SendAsync<TResult>(FieldErrors errors, IRequest<TResult> request, bool inBody, CancellationToken ct)
    {
        if (errors.Any)
        {
            // The pipeline would name the validators' findings only; a caller wants all wrong fields at once.
            foreach (var validator in services.GetServices(typeof(IValidator<>).MakeGenericType(request.GetType())).OfType<IValidator>())
                errors.Merge((await validator.ValidateAsync(new ValidationContext<object>(request), ct)).Errors, inBody);
            errors.ThrowIfAny();
        }

        return await mediator.Send(request, ct);
    }
}
