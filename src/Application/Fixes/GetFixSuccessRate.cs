using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;

namespace ObsControlPlane.Application.Fixes;

/// <summary>How often the fixes worked whose issue contains a text (contract 6).</summary>
/// <param name="Type">The text, 1–200 characters, or null for all fixes.</param>
public sealed record GetFixSuccessRateQuery(string? Type) : IRequest<SuccessRate>;

/// <summary>A success rate.</summary>
/// <param name="Type">The text asked for, or null.</param>
/// <param name="Rate">Succeeded ÷ (succeeded + failed), 0–1; null without either.</param>
/// <param name="Fixes">Fixes that match.</param>
/// <param name="Succeeded">Their counted successes.</param>
/// <param name="Failed">Their counted failures and roll-backs.</param>
/// <param name="Unknown">Fixes among them without a counted conclusive outcome.</param>
/// <param name="Interval">Credible interval of the rate; null without outcomes.</param>
public sealed record SuccessRate(string? Type, double? Rate, long Fixes, long Succeeded, long Failed, long Unknown, RateInterval? Interval);

/// <summary>Equal-tailed credible interval of a rate under a uniform prior.</summary>
/// <param name="Low">Lower end, 0–1.</param>
/// <param name="High">Upper end, 0–1.</param>
/// <param name="Confidence">Probability mass, .95.</param>
public sealed record RateInterval(double Low, double High, double Confidence);

internal sealed class GetFixSuccessRateValidator : AbstractValidator<GetFixSuccessRateQuery>
{
    public GetFixSuccessRateValidator() => RuleFor(q => q.Type).Keeps("type", Rules.OptionalName);
}

internal sealed class GetFixSuccessRateHandler(IFixMemory memory) : IRequestHandler<GetFixSuccessRateQuery, SuccessRate>
{
    public async Task<SuccessRate> Handle(GetFixSuccessRateQuery request, CancellationToken ct)
    {
        var counts = await memory.CountSuccessAsync(request.Type, ct);
        return new SuccessRate(
            request.Type, Rates.Of(counts.Succeeded, counts.Failed), counts.Fixes, counts.Succeeded, counts.Failed, counts.Unknown,
            Rates.IntervalOf(counts.Succeeded, counts.Failed));
    }
}
