using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Memories;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.UnitTests.Pipeline;

public sealed class ValidationBehaviorTests
{
    [Test]
    public void Every_wrong_field_is_named_at_once_as_the_wire_names_it()
    {
        using var host = new TestHost();
        var submission = new FixSubmission
        {
            Issue = " ",
            Agent = "a/b",
            Scope = new Scope(Server: ""),
            Ts = 0,
            Tags = ["fine", null, "x\0"],
            Metadata = new Metadata("[]"),
            Fingerprint = "f1:no",
        };
        var refused = Assert.ThrowsAsync<ValidationException>(() => host.SendAsync(new RememberFixCommand(submission, null)));
        Assert.That(
            refused!.Errors.Select(error => error.PropertyName),
            Is.EquivalentTo(["issue", "solution", "agent", "scope.server", "ts", "tags[1]", "tags[2]", "metadata", "fingerprint"]));
    }

    [Test]
    public void A_request_of_another_assembly_is_handled_too() => Assert.That(
        async () =>
        {
            using var host = new TestHost();
            return await host.SendAsync(new Echo("x"));
        },
        Is.EqualTo("x"));

    [Test]
    public void A_request_without_a_validator_fails_loudly()
    {
        using var host = new TestHost();
        Assert.That(() => host.SendAsync(new Unchecked()), Throws.InvalidOperationException.With.Message.Contains("Unchecked has no validator"));
    }

    [Test]
    public void A_refused_request_never_reaches_its_handler()
    {
        using var host = new TestHost();
        Assert.That(() => host.SendAsync(new RememberMemoryCommand(null, null, null, null, null, null, null)), Throws.InstanceOf<ValidationException>());
        host.Memory.VerifyNoOtherCalls();
    }

    internal sealed record Echo(string Text) : IRequest<string>;

    internal sealed class EchoValidator : AbstractValidator<Echo>;

    internal sealed class EchoHandler : IRequestHandler<Echo, string>
    {
        public Task<string> Handle(Echo request, CancellationToken ct) => Task.FromResult(request.Text);
    }

    internal sealed record Unchecked : IRequest<string>;

    internal sealed class UncheckedHandler : IRequestHandler<Unchecked, string>
    {
        public Task<string> Handle(Unchecked request, CancellationToken ct) => Task.FromResult("");
    }
}
