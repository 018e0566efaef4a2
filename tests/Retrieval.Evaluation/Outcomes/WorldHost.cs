using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Retrieval.Evaluation.Hosting;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>The product in a world: what is told, reported and asked goes through its use cases.</summary>
/// <param name="host">The product.</param>
/// <param name="clock">Its clock.</param>
/// <param name="limit">Length of each answer.</param>
internal sealed class WorldHost(EvaluatedHost host, WorldClock clock, int limit)
{
    private int _applications;

    /// <summary>Tells fixes.</summary>
    /// <returns>Their ids, in order.</returns>
    public async Task<IReadOnlyList<Guid>> TellAsync(IEnumerable<(string Issue, string Solution)> fixes, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var ids = await host.ImportAsync([.. fixes.Select(fix => new FixSubmission { Issue = fix.Issue, Solution = fix.Solution, Ts = now })], ct);
        await host.ReadyAsync(ct);
        return ids;
    }

    /// <summary>Reports one event of a fix.</summary>
    /// <param name="fix">Its id.</param>
    /// <param name="told">The wording that it was told under.</param>
    /// <param name="one">The event; not after the clock's date.</param>
    /// <param name="ct">Gives up.</param>
    public async Task ReportAsync(Guid fix, string told, WorldEvent one, CancellationToken ct)
    {
        var ts = one.At.ToUnixTimeMilliseconds();
        if (one.Outcome is null)
        {
            await host.SendAsync(new ReportOccurrenceCommand(Issue.FromText(told).Fingerprint.ToString(), null, one.Scope, ts, "world", null), ct);
            return;
        }

        var application = $"application-{Interlocked.Increment(ref _applications)}";
        var written = await host.SendAsync(
            new RecordOutcomeCommand(fix, one.Outcome, one.Evidence, null, null, application, null, one.Agent, one.Scope, ts, null), ct);
        if (written?.Value.Counted != true)
            throw new InvalidOperationException($"an outcome of {fix} was not counted");
    }

    /// <summary>Asks about an issue in a service.</summary>
    public async Task<WorldAnswer> AskAsync(string issue, string service, CancellationToken ct) =>
        WorldAnswer.Of(await host.SendAsync(new RecallQuery($"issue:{issue}", limit, new Scope(service), Explain: true), ct));
}
