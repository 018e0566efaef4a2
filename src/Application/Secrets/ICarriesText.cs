using MediatR;

namespace ObsControlPlane.Application.Secrets;

/// <summary>
/// A request with texts of a caller that go further than its handler: to a store, a log or a model elsewhere. What is sent on is its
/// redacted copy; a write that does not implement this fails a test.
/// </summary>
/// <typeparam name="TResponse">Type of the answer.</typeparam>
public interface ICarriesText<TResponse> : IRequest<TResponse>
{
    /// <summary>The same request without secrets, every text of it included.</summary>
    /// <param name="redaction">Takes them out.</param>
    /// <returns>A copy; an instance that is equal when there was nothing to take out.</returns>
    IRequest<TResponse> Redacted(TextRedaction redaction);

    /// <summary>The answer, naming what was taken out.</summary>
    /// <param name="response">What the handler answered.</param>
    /// <param name="families">Families of what was taken out, ordinal order, each once; at least one.</param>
    /// <returns>The answer to give; <paramref name="response"/> itself where it has no place for them.</returns>
    TResponse Naming(TResponse response, IReadOnlyList<string> families) => response;
}
