namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>Lets one newcomer rival one incumbent: at each step one report of each comes in, until every ranker has put the newcomer ahead.</summary>
/// <param name="parameters">What was chosen.</param>
/// <param name="host">The product.</param>
/// <param name="reporting">What is reported.</param>
/// <param name="clock">The product's clock.</param>
internal sealed class RivalryRun(WorldParameters parameters, WorldHost host, Reporting reporting, WorldClock clock)
{
    /// <summary>Plays it.</summary>
    public async Task<RivalryOutcome> PlayAsync(Rivalry rivalry, IssueText text, int service, Guid incumbent, Guid newcomer, CancellationToken ct)
    {
        for (var report = 0; report < parameters.IncumbentReports; report++)
            await ReportAsync(incumbent, text.Told[0], service, rivalry.Incumbent, ct);
        var ahead = new Dictionary<Ranker, int>();
        for (var reports = 0; ; reports++)
        {
            var answer = await host.AskAsync(rivalry.OneWording ? text.Told[0] : text.Asked[service], parameters.Services[service], ct);
            foreach (var ranker in new[] { Ranker.Product, Ranker.Percentage })
            {
                if (IsAhead(Rankers.Order(ranker, answer), newcomer, incumbent))
                    ahead.TryAdd(ranker, reports);
            }

            if (ahead.Count == 2 || reports == parameters.Patience)
                return new RivalryOutcome(rivalry, Of(ahead, Ranker.Product), Of(ahead, Ranker.Percentage));
            await ReportAsync(newcomer, text.Told[rivalry.OneWording ? 0 : 1], service, rivalry.Newcomer, ct);
            await ReportAsync(incumbent, text.Told[0], service, rivalry.Incumbent, ct);
        }
    }

    private async Task ReportAsync(Guid fix, string told, int service, double rate, CancellationToken ct)
    {
        foreach (var one in reporting.Application(service, rate, returns: 0, clock.GetUtcNow()))
            await host.ReportAsync(fix, told, one, ct);
    }

    private static bool IsAhead(IReadOnlyList<Guid> order, Guid newcomer, Guid incumbent) =>
        order.FirstOrDefault(fix => fix == newcomer || fix == incumbent) == newcomer;

    private static int? Of(Dictionary<Ranker, int> ahead, Ranker ranker) => ahead.TryGetValue(ranker, out var reports) ? reports : null;
}
