using FluentValidation;
using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.Pages.Fixes;

/// <summary>The newest fixes, how they have fared, and which of them stand out.</summary>
internal sealed class FixesPage(IMediator mediator, IValidator<GetRecentFixesQuery> validator, TimeProvider time) : IPage
{
    private const int Read = 200;

    public static string Pattern => "/fixes";

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        var success = request.OneOf("success", "any", "true", "false", "unknown");
        var query = new GetRecentFixesQuery(
            Read, Success: success == "any" ? null : success, Agent: request.Text("agent"), Server: request.Text("server"), Service: request.Text("service"));
        var refusal = (await validator.ValidateAsync(query, ct)).Errors.FirstOrDefault()?.ErrorMessage;
        var page = refusal is null ? await mediator.Send(query, ct) : new FixPage([], null, "memory", true);
        var rate = await mediator.Send(new GetFixSuccessRateQuery(null), ct);
        var view = new FixesView(request.OneOf("show", "newest", "proven", "avoid", "unproven", "came-back"), success, query, page, rate, refusal, time.GetUtcNow().ToUnixTimeMilliseconds());
        return PageContent.Of<FixesBody>("Fixes", view, hasCharts: true);
    }
}

/// <summary>Fixes and how they fared.</summary>
/// <param name="Show">Which of them: newest, proven, avoid, unproven or came-back.</param>
/// <param name="Success">How they ended newest: any, true, false or unknown.</param>
/// <param name="Query">What was asked for.</param>
/// <param name="Page">The newest 200 that match.</param>
/// <param name="Rate">How often all fixes worked.</param>
/// <param name="Refusal">Why they could not be asked for, or null.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
public sealed record FixesView(string Show, string Success, GetRecentFixesQuery Query, FixPage Page, SuccessRate Rate, string? Refusal, long Now)
{
    private const int Shown = 50;
    private const long DayMilliseconds = 86_400_000;

    /// <summary>Those that are shown, in their order.</summary>
    internal IReadOnlyList<FixView> Chosen => [.. (Show switch
    {
        "proven" => Parts.Words.Ranked(Page.Fixes.Where(view => view.Standing is { Proven: true, Avoid: false })),
        "avoid" => Page.Fixes.Where(view => view.Standing.Avoid),
        "unproven" => Page.Fixes.Where(view => !view.Standing.Proven && !view.Standing.Avoid),
        "came-back" => Page.Fixes.Where(view => view.Standing.CameBackTs is not null).OrderByDescending(view => view.Standing.CameBackTs),
        _ => Page.Fixes,
    }).Take(Shown)];

    /// <summary>Which part of the fixes that ended on a day worked, by day, oldest first.</summary>
    internal IReadOnlyList<MetricPoint> ByDay =>
    [
        .. from view in Page.Fixes
           where view.Fix is { Success: not null, SuccessTs: not null }
           group view.Fix.Success == true ? 1.0 : 0 by view.Fix.SuccessTs!.Value / DayMilliseconds into day
           orderby day.Key
           select new MetricPoint(day.Key * DayMilliseconds, day.Average()),
    ];
}
