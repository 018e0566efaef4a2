using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace ObsControlPlane.Application.UnitTests;

public sealed class ApplicationServicesTests
{
    private static readonly Type[] Requests =
    [
        .. typeof(ApplicationServices).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && ResponseOf(type) is not null),
    ];

    [Test]
    public void There_are_requests_to_look_at() => Assert.That(Requests, Has.Length.GreaterThan(20));

    [TestCaseSource(nameof(Requests))]
    public void Every_request_has_exactly_one_handler_and_one_validator(Type request)
    {
        using var host = new TestHost();
        var handlers = host.Scope.ServiceProvider.GetServices(typeof(IRequestHandler<,>).MakeGenericType(request, ResponseOf(request)!));
        var validators = host.Scope.ServiceProvider.GetServices(typeof(IValidator<>).MakeGenericType(request));
        Assert.Multiple(() =>
        {
            Assert.That(handlers.Count(), Is.EqualTo(1));
            Assert.That(validators.Count(), Is.EqualTo(1));
        });
    }

    private static Type? ResponseOf(Type type) => type.GetInterfaces()
        .FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequest<>))?.GetGenericArguments()[0];
}
