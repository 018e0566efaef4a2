using System.Diagnostics;
using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Api.Pages.Live;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Stores;

namespace ObsControlPlane.Api.Pages.Status;

/// <summary>How this program and its stores are, since when, and what that means.</summary>
internal sealed class StatusPage(IMediator mediator, LivePages live, TimeProvider time) : IPage
{
    public static string Pattern => "/status";

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        var health = await mediator.Send(new CheckHealthQuery(), ct);
        // Sizes and letters are of stores that may be away; that they are is what this page is for.
        var stats = health.CanRead ? await mediator.Send(new GetStatsQuery(), ct) : null;
        var letters = health.CanRead ? await mediator.Send(new GetDeadLettersQuery(), ct) : null;
        using var process = Process.GetCurrentProcess();
        var own = new OwnCost(process.WorkingSet64, process.TotalProcessorTime, time.GetUtcNow() - process.StartTime.ToUniversalTime(), live.Watchers);
        return PageContent.Of<StatusBody>("Health", new StatusView(health, stats, letters?.Letters ?? [], own, request.Address));
    }
}

/// <summary>Health, sizes and what a store refused.</summary>
/// <param name="Health">Health.</param>
/// <param name="Stats">Sizes of the stores; null while they cannot be read.</param>
/// <param name="Letters">What a store refused for good, the oldest first.</param>
/// <param name="Own">What this program costs.</param>
/// <param name="Address">Scheme and host of this page.</param>
public sealed record StatusView(HealthReport Health, ControlPlaneStats? Stats, IReadOnlyList<DeadLetter> Letters, OwnCost Own, string Address)
{
    /// <summary>The one sentence that says how things are.</summary>
    internal string Verdict() => Health.Status switch
    {
        HealthStatus.Healthy => "We are fine.",
        HealthStatus.Degraded => $"Works, and needs attention: {Parts.Words.Complaint(Health) ?? "see below"}",
        _ => $"Does not work: {Parts.Words.Complaint(Health) ?? "see below"}",
    };
}

/// <summary>What this program costs.</summary>
/// <param name="Memory">Its memory, bytes.</param>
/// <param name="Processor">Processor time since it started.</param>
/// <param name="Running">How long it runs.</param>
/// <param name="Watchers">Browsers that look on.</param>
public sealed record OwnCost(long Memory, TimeSpan Processor, TimeSpan Running, int Watchers);
