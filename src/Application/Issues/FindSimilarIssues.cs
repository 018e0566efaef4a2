using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Issues;

/// <summary>Fixes whose issue contains a text, ignoring case in any script; newest first, ties by id.</summary>
/// <param name="Type">The text, 1–200 characters.</param>
/// <param name="Limit">At most this many, 1–100.</param>
public sealed record FindSimilarIssuesQuery(string? Type, int Limit = 10) : ICarriesText<IReadOnlyList<FixView>>
{
    /// <inheritdoc/>
    public IRequest<IReadOnlyList<FixView>> Redacted(TextRedaction redaction) => this with { Type = redaction.Text(Type) };
}

internal sealed class FindSimilarIssuesValidator : AbstractValidator<FindSimilarIssuesQuery>
{
    public FindSimilarIssuesValidator()
    {
        RuleFor(q => q.Type).Keeps("type", Rules.Name);
        RuleFor(q => q.Limit).Keeps("limit", limit => Rules.OptionalWithin(limit, 1, Limits.RecallLimit));
    }
}

internal sealed class FindSimilarIssuesHandler(IFixMemory memory, FixViews views) : IRequestHandler<FindSimilarIssuesQuery, IReadOnlyList<FixView>>
{
    public async Task<IReadOnlyList<FixView>> Handle(FindSimilarIssuesQuery request, CancellationToken ct) =>
        views.Of(await memory.FindSimilarAsync(request.Type!, request.Limit, ct));
}
