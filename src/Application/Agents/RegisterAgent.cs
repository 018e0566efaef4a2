using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Application.Agents;

/// <summary>Registers an agent or renews its lease (contract 7).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Server">Host it runs on.</param>
/// <param name="InstanceId">Names the installation, or null.</param>
/// <param name="IntervalSeconds">Seconds between two reports, 1 – 86,400; null = 60.</param>
/// <param name="Metadata">Its own JSON object, or null.</param>
/// <param name="Takeover">True to take the name from another installation at once.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record RegisterAgentCommand(
    string? Name, string? Server, string? InstanceId, int? IntervalSeconds, Metadata? Metadata, bool Takeover, WriteKey? Key)
    : ICarriesText<Written<AgentReceipt>>
{
    /// <inheritdoc/>
    public IRequest<Written<AgentReceipt>> Redacted(TextRedaction redaction) => this with
    {
        Name = redaction.Name(Name),
        Server = redaction.Text(Server),
        InstanceId = redaction.Text(InstanceId),
        Metadata = redaction.Metadata(Metadata),
        Key = redaction.Key(Key),
    };
}

internal sealed class RegisterAgentValidator : AbstractValidator<RegisterAgentCommand>
{
    public RegisterAgentValidator()
    {
        RuleFor(c => c.Name).Keeps("name", Rules.Agent);
        RuleFor(c => c.Server).Keeps("server", Rules.Name);
        RuleFor(c => c.InstanceId).Keeps("instance_id", Rules.OptionalName);
        RuleFor(c => c.IntervalSeconds).Keeps("interval_seconds", seconds => Rules.OptionalWithin(seconds, 1, Limits.IntervalSeconds));
        RuleFor(c => c.Metadata).Keeps("metadata", Rules.OptionalMetadata);
        RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
    }
}

internal sealed class RegisterAgentHandler(IAgentRegistry agents, TimeProvider clock) : IRequestHandler<RegisterAgentCommand, Written<AgentReceipt>>
{
    public Task<Written<AgentReceipt>> Handle(RegisterAgentCommand request, CancellationToken ct) => agents.RegisterAsync(
        new AgentRegistration(request.Name!, request.Server, request.InstanceId, request.IntervalSeconds, request.Metadata, request.Takeover),
        clock.GetUtcNow().ToUnixTimeMilliseconds(), request.Key, ct);
}
