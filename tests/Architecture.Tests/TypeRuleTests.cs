using System.Reflection;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Architecture.Tests;

/// <summary>Each rule over the product's types, and over the bad samples below that it must find.</summary>
public sealed class TypeRuleTests
{
    private static readonly Type[] ApplicationTypes = typeof(IFixMemory).Assembly.GetTypes();

    private static readonly Type[] InfrastructureTypes = Assembly.Load("ObsControlPlane.Infrastructure").GetTypes();

    private static readonly Type[] ApiTypes = Assembly.Load("ocp").GetTypes();

    [Test]
    public void No_adapter_is_public()
    {
        Assert.That(InfrastructureTypes, Has.Length.GreaterThan(10));
        Assert.That(TypeRules.PublicAdapters(InfrastructureTypes), Is.Empty);
        Assert.That(TypeRules.PublicAdapters([typeof(TypeRuleTests)]), Is.Not.Empty);
    }

    [Test]
    public void Every_request_has_one_handler_and_one_validator()
    {
        Assert.That(ApplicationTypes.Count(type => type.Name.EndsWith("Query", StringComparison.Ordinal) || type.Name.EndsWith("Command", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(25));
        Assert.That(TypeRules.RequestsWithoutOneHandlerAndValidator(ApplicationTypes), Is.Empty);
        Assert.That(TypeRules.RequestsWithoutOneHandlerAndValidator([typeof(BadRequest), typeof(BadHandler)]), Is.Not.Empty);
    }

    [Test]
    public void No_handler_sends()
    {
        Assert.That(ApplicationTypes.Count(type => type.Name.EndsWith("Handler", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(25));
        Assert.That(TypeRules.HandlersThatSend(ApplicationTypes), Is.Empty);
        Assert.That(TypeRules.HandlersThatSend([typeof(BadHandler)]), Is.Not.Empty);
    }

    [Test]
    public void Every_port_member_can_be_cancelled()
    {
        Assert.That(ApplicationTypes.Count(type => type.IsInterface && type.Namespace!.EndsWith(".Ports", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(7));
        Assert.That(TypeRules.PortMembersWithoutToken(ApplicationTypes), Is.Empty);
        Assert.That(TypeRules.PortMembersWithoutToken([typeof(Samples.Ports.IBadPort)]), Is.Not.Empty);
    }

    [Test]
    public void No_wire_type_refers_to_itself()
    {
        Assert.That(ApiTypes.Count(type => type.Namespace?.EndsWith(".Wire", StringComparison.Ordinal) == true), Is.GreaterThan(10));
        Assert.That(TypeRules.WireTypesThatReferToThemselves(ApiTypes), Is.Empty);
        Assert.That(TypeRules.WireTypesThatReferToThemselves([typeof(Samples.Wire.BadWire)]), Is.Not.Empty);
    }

    private sealed record BadRequest : IRequest<int>;

    private sealed class BadHandler(IMediator mediator) : IRequestHandler<BadRequest, int>
    {
        public Task<int> Handle(BadRequest request, CancellationToken cancellationToken) => mediator.Send(request, cancellationToken);
    }
}
