using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Extending.Sample;

/// <summary>How many of the newest fixes carry a tag.</summary>
/// <param name="Tag">The tag, 1–200 characters, exact.</param>
/// <param name="Newest">How many of the newest fixes are looked at, 1–200.</param>
public sealed record CountFixesByTagQuery(string Tag, int Newest) : IRequest<TagCount>;

/// <summary>A count.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Fixes">Fixes among those looked at that carry it.</param>
/// <param name="LookedAt">Fixes that were looked at.</param>
public sealed record TagCount(string Tag, int Fixes, int LookedAt);

internal sealed class CountFixesByTagValidator : AbstractValidator<CountFixesByTagQuery>
{
    public CountFixesByTagValidator()
    {
        RuleFor(query => query.Tag).Length(1, 200).OverridePropertyName("tag").WithMessage("must have 1 to 200 characters");
        RuleFor(query => query.Newest).InclusiveBetween(1, 200).OverridePropertyName("newest").WithMessage("must be between 1 and 200");
    }
}

internal sealed class CountFixesByTagHandler(IFixMemory memory) : IRequestHandler<CountFixesByTagQuery, TagCount>
{
    public async Task<TagCount> Handle(CountFixesByTagQuery request, CancellationToken cancellationToken)
    {
        var fixes = await memory.ListFixesAsync(new FixListQuery(request.Newest), cancellationToken);
        return new TagCount(request.Tag, fixes.Count(found => found.Fix.Tags.Contains(request.Tag, StringComparer.Ordinal)), fixes.Count);
    }
}
