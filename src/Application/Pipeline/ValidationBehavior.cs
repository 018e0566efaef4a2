using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace ObsControlPlane.Application.Pipeline;

/// <summary>Lets a request through to its handler only when every validator of it agrees; names every wrong field at once.</summary>
/// <remarks>A request without a validator is a mistake of ours, not a valid request, and fails loudly.</remarks>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private readonly IValidator<TRequest>[] _validators = [.. validators];

    /// <exception cref="ValidationException">At least one field breaks a rule; holds all failures.</exception>
    /// <exception cref="InvalidOperationException">No validator is registered for this request.</exception>
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (_validators.Length == 0)
            throw new InvalidOperationException($"{typeof(TRequest).Name} has no validator; write one, empty if there is nothing to check.");
        var failures = new List<ValidationFailure>();
        foreach (var validator in _validators)
            failures.AddRange((await validator.ValidateAsync(request, ct)).Errors);
        return failures.Count == 0 ? await next() : throw new ValidationException(failures);
    }
}
