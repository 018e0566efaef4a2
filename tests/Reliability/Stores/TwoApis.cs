using System.Text;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>Two processes of the program over the same stores: what one acknowledges the other tells at once, and nothing is done twice.</summary>
internal sealed class TwoApis : IFault
{
    public string Row => "two";

    public string Verb => "two-apis";

    public string Description => "two processes over the same stores, under 8 writers: writes of one recalled through the other at once";

    public bool NeedsStores => true;

    public Task<string?> WhyUnavailableAsync() => Store.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var stand = await Stand.OpenAsync(run, Verb);

        // Both make the database ready at once.
        await using var one = stand.Start(stand.NewData("one"));
        await using var two = stand.Start(stand.NewData("two"));
        await Task.WhenAll(one.ReadyAsync(TimeSpan.FromSeconds(90), ct), two.ReadyAsync(TimeSpan.FromSeconds(90), ct));
        using var left = new Api(one.Address, run.Errors);
        using var right = new Api(two.Address, run.Errors);
        List<string> unseen = [], twice = [], agents = [];

        // The first answer of a process is made by code that is not compiled yet.
        foreach (var api in new[] { left, right })
            await api.PostAsync("/api/recall", new JsonObject { ["key"] = "issue:the first question of all" });
        await using (var first = stand.Load(one.Address, random, clients: 4))
        await using (var second = stand.Load(two.Address, random, clients: 4))
        {
            for (var trial = 0; trial < run.Trials(full: 1_000, shortForm: 40); trial++)
            {
                var (here, there) = trial % 2 == 0 ? (left, right) : (right, left);
                await SeenAtOnceAsync(stand.Ledger, random, here, there, unseen);
                await OneKeyAsync(stand.Ledger, random, left, right, twice);
                await AgentAsync(trial, here, there, agents);
                report.Trials++;
            }

            await using var watch = new Watch(two.Address, run.Errors, stand.Ledger, random);
            await Task.Delay(3_000, ct);
            await watch.ReportAsync(report);
            await Task.WhenAll(first.StopAsync(), second.StopAsync());
        }

        report.Add(Check.Nothing("what one acknowledged the other recalls at once", unseen));
        report.Add(Check.Nothing("a key sent to both at once is one write", twice));
        report.Add(Check.Nothing("an agent registered through one is active through the other", agents));
        await stand.JudgeAsync(two, random, report, ct);
    }

    private static async Task SeenAtOnceAsync(Ledger ledger, Random random, Api here, Api there, List<string> unseen)
    {
        var write = new Workload(ledger).NewFix(random);
        ledger.Add(write);
        var fix = ledger.Fixes[^1];
        if ((await write.SendAsync(here)).Status != 201)
            return;
        var answer = await there.PostAsync("/api/recall", new JsonObject { ["key"] = $"issue:{FixOf(ledger, write, fix).Issue}", ["limit"] = 10 });
        var ids = (answer.Json()?["results"]?.AsArray() ?? []).Concat(answer.Json()?["avoid"]?.AsArray() ?? []).Select(hit => (string?)hit?["id"]);
        if (!ids.Contains(FixOf(ledger, write, fix).Id))
            unseen.Add($"{FixOf(ledger, write, fix).Id}: {answer}");
    }

    // The other writers add fixes meanwhile; this one is that of the effect.
    private static FixCase FixOf(Ledger ledger, Operation write, FixCase guess) =>
        guess.Effects.Contains(write.Effects[0]) ? guess : ledger.Fixes.First(fix => fix.Effects.Contains(write.Effects[0]));

    private static async Task OneKeyAsync(Ledger ledger, Random random, Api left, Api right, List<string> twice)
    {
        var token = Texts.Token(random);
        var fix = new FixCase(token, Texts.Issue(random, token), Texts.Solution(random, token));
        var effect = new Effect(EffectKind.Report) { SentAt = System.Diagnostics.Stopwatch.GetTimestamp() };
        fix.Add(effect);
        ledger.Add(fix);
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["issue"] = fix.Issue, ["solution"] = fix.Solution, ["agent"] = "both" }.ToJsonString());
        var answers = await Task.WhenAll(new[] { left, right, left, right }.Select(api => api.SendAsync(HttpMethod.Post, "/api/fixes", body, key: $"key-{token}")));
        var taken = answers.Where(answer => answer.Succeeded).ToList();
        if (taken.Count == 0 || answers.Any(answer => !answer.Succeeded && answer.Status != 409))
        {
            twice.Add(string.Join(" / ", answers.Select(answer => answer.ToString())));
            return;
        }

        effect.Settle(Fate.Acknowledged, taken[0].At);
        ledger.Learn(fix, (string)taken[0].Json()!["id"]!);
        if (taken.Select(answer => (string?)answer.Json()?["id"]).Distinct().Count() > 1 || taken.Count(answer => !answer.Replayed) > 1)
            twice.Add(string.Join(" / ", taken.Select(answer => answer.ToString())));
    }

    private static async Task AgentAsync(int trial, Api here, Api there, List<string> wrong)
    {
        var name = $"probe-{trial % 5}";
        var body = new JsonObject { ["name"] = name, ["server"] = $"web-{trial % 5}", ["interval_seconds"] = 5 };
        var registered = await Task.WhenAll(here.PostAsync("/api/register-agent", body), there.PostAsync("/api/register-agent", body));
        var agent = (await there.GetAsync($"/api/agents/{name}")).Json();
        if (registered.Any(answer => !answer.Succeeded) || registered.Count(answer => answer.Status == 201) > 1 || (string?)agent?["status"] != "active")
            wrong.Add($"{name}: {registered[0]} / {registered[1]} / {agent?.ToJsonString()}");
    }
}
