using System.Collections.Concurrent;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>Lives through one world: its history, then its questions, then its rivalries.</summary>
/// <param name="parameters">What was chosen.</param>
/// <param name="texts">Texts of all issues.</param>
/// <param name="host">The product, empty.</param>
/// <param name="clock">Its clock.</param>
internal sealed class WorldRun(WorldParameters parameters, IReadOnlyList<IssueText> texts, WorldHost host, WorldClock clock)
{
    // Writes that are under way together share a commit.
    private const int Together = 128;

    /// <summary>Plays all of it.</summary>
    public async Task<WorldOutcome> PlayAsync(World world, CancellationToken ct)
    {
        var fixes = world.Issues.SelectMany(issue => issue.Fixes).ToList();
        var ids = await host.TellAsync(fixes.Select(fix => (fix.Told, fix.Solution)), ct);
        var reporting = new Reporting(parameters, new Random(-1 - world.Seed));
        var histories = fixes.Zip(ids, (fix, id) => (fix, id, events: reporting.History(fix))).ToList();
        for (var day = 1; day <= parameters.Days + 2; day++)
        {
            var (from, until) = (parameters.Start.AddDays(day), parameters.Start.AddDays(day + 1));
            clock.Set(until);
            await Parallel.ForEachAsync(histories, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = ct }, async (history, cancel) =>
            {
                foreach (var one in history.events.Where(one => one.At >= from && one.At < until))
                    await host.ReportAsync(history.id, history.fix.Told, one, cancel);
            });
        }

        var questions = await AskAsync(world, fixes.Zip(ids, (fix, id) => (fix, id)).ToDictionary(pair => pair.id, pair => pair.fix), ct);
        return new WorldOutcome(questions, await RivalAsync(world.Seed, ct));
    }

    private async Task<IReadOnlyList<WorldQuestion>> AskAsync(World world, Dictionary<Guid, WorldFix> known, CancellationToken ct)
    {
        var questions = new WorldQuestion[world.Issues.Count * parameters.Services.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, questions.Length), ct, async (i, cancel) =>
        {
            var (issue, service) = (world.Issues[i / parameters.Services.Count], i % parameters.Services.Count);
            var answer = await host.AskAsync(issue.Text.Asked[service], parameters.Services[service], cancel);
            var works = Rankers.All.ToDictionary(ranker => ranker, ranker => Works(Rankers.Order(ranker, answer), issue, service));
            questions[i] = new WorldQuestion(works, issue.Fixes.Max(fix => fix.Rate(service)));
        });
        return questions;

        double? Works(IReadOnlyList<Guid> order, WorldIssue issue, int service) => order switch
        {
            [] => null,
            [var first, ..] => issue.Fixes.Contains(known[first]) ? known[first].Rate(service) : 0,
        };
    }

    private async Task<IReadOnlyList<RivalryOutcome>> RivalAsync(int seed, CancellationToken ct)
    {
        var pairs = parameters.Rivalries.SelectMany(rivalry => Enumerable.Repeat(rivalry, parameters.IssuesPerRivalry))
            .Select((rivalry, i) => (rivalry, i, text: texts[parameters.Issues + i])).ToList();
        var ids = await host.TellAsync(
            pairs.SelectMany(pair => new[] { (pair.text.Told[0], pair.text.Solutions[0]), (pair.text.Told[pair.rivalry.OneWording ? 0 : 1], pair.text.Solutions[1]) }), ct);
        var outcomes = new ConcurrentBag<RivalryOutcome>();
        await Parallel.ForEachAsync(pairs, ct, async (pair, cancel) =>
        {
            var reporting = new Reporting(parameters, new Random((seed * 10_000) + pair.i));
            outcomes.Add(await new RivalryRun(parameters, host, reporting, clock).PlayAsync(pair.rivalry, pair.text, pair.i % parameters.Services.Count, ids[2 * pair.i], ids[(2 * pair.i) + 1], cancel));
        });
        return [.. outcomes];
    }
}

/// <summary>What came of one world.</summary>
/// <param name="Questions">Every question.</param>
/// <param name="Rivalries">Every rivalry.</param>
internal sealed record WorldOutcome(IReadOnlyList<WorldQuestion> Questions, IReadOnlyList<RivalryOutcome> Rivalries);
