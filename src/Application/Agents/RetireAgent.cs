using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Application.Agents;

/// <summary>Retires an agent; null when there is none of that name.</summary>
/// <param name="Name">Its name.</param>
public sealed record RetireAgentCommand(string Name) : ICarriesText<Agent?>
{
    /// <inheritdoc/>
    public IRequest<Agent?> Redacted(TextRedaction redaction) => this with { Name = redaction.Name(Name)! };
}

internal sealed class RetireAgentValidator : AbstractValidator<RetireAgentCommand>
{
    public RetireAgentValidator() => RuleFor(c => c.Name).Keeps("name", Rules.Agent);
}

internal sealed class RetireAgentHandler(IAgentRegistry agents, TimeProvider clock) : IRequestHandler<RetireAgentCommand, Agent?>
{
    public Task<Agent?> Handle(RetireAgentCommand request, CancellationToken ct) =>
        agents.RetireAsync(request.Name, clock.GetUtcNow().ToUnixTimeMilliseconds(), ct);
}
