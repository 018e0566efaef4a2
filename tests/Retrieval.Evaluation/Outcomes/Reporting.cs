using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>Draws what agents report of applications of fixes.</summary>
/// <param name="parameters">The world.</param>
/// <param name="random">What is drawn from.</param>
internal sealed class Reporting(WorldParameters parameters, Random random)
{
    /// <summary>All reports of a fix, in the order of time.</summary>
    public IReadOnlyList<WorldEvent> History(WorldFix fix)
    {
        if (fix.Silent)
            return [];
        var events = new List<WorldEvent>();
        for (var service = 0; service < parameters.Services.Count; service++)
        {
            var reports = random.Next(parameters.ReportsPerService.Least, parameters.ReportsPerService.Most + 1);
            for (var report = 0; report < reports; report++)
                events.AddRange(Application(service, fix.Seeming[service], fix.Returns, parameters.Start.AddDays(1 + (random.NextDouble() * parameters.Days))));
        }

        return [.. events.OrderBy(one => one.At)];
    }

    /// <summary>What is reported of one application: perhaps the attempt, how it ended, perhaps that the issue came back.</summary>
    /// <param name="service">Where.</param>
    /// <param name="rate">How often it seems to work.</param>
    /// <param name="returns">How often the issue comes back after that.</param>
    /// <param name="at">When it ended.</param>
    public IEnumerable<WorldEvent> Application(int service, double rate, double returns, DateTimeOffset at)
    {
        var scope = new Scope(parameters.Services[service], $"{parameters.Services[service]}-host{(char)('a' + random.Next(parameters.ServersPerService))}");
        var agent = $"agent-{random.Next(parameters.Agents)}";
        if (random.NextDouble() < parameters.Attempted)
            yield return new WorldEvent(at.AddMinutes(-5), scope, agent, "attempted", "reported");
        var works = random.NextDouble() < rate;
        var said = works != random.NextDouble() < parameters.Wrong;
        yield return new WorldEvent(at, scope, agent, said ? "worked" : random.NextDouble() < parameters.RolledBack ? "rolled_back" : "failed", Evidence());
        if (works && random.NextDouble() < returns)
            yield return new WorldEvent(at.AddHours(parameters.LatestReturnHours * (1 - random.NextDouble())), scope, agent, null, "");
    }

    private string Evidence()
    {
        var drawn = random.NextDouble();
        return drawn < parameters.Vouched ? "person" : drawn < 2 * parameters.Vouched ? "verified" : "reported";
    }
}
