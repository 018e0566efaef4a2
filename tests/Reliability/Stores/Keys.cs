using System.Text;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>R28: requests that are repeated under their idempotency key, at once, across a restart and across an outage of PostgreSQL.</summary>
internal sealed class Keys : IFault
{
    public string Row => "R28";

    public string Verb => "keys";

    public string Description => "idempotency keys: repeats, concurrent, across a restart and an outage of PostgreSQL: exactly one stored";

    public bool NeedsStores => true;

    public Task<string?> WhyUnavailableAsync() => Store.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var stand = await Stand.OpenAsync(run, Verb);
        var (data, port) = (stand.NewData(Verb), OcpServer.FreePort());
        List<string> doubted = [], taken = [];
        var server = await stand.StartReadyAsync(data, ct, port);
        using var api = new Api(server.Address, run.Errors);
        await using (var load = stand.Load(server.Address, random))
        {
            for (var trial = 0; trial < run.Trials(full: 100, shortForm: 2); trial++)
            {
                var before = Make(random, 12);
                await SendAsync(before, times: 3);
                await OtherBodyAsync(before);
                await Store.Postgres.KillAsync();
                var during = Make(random, 12);
                await SendAsync(during, times: 3);
                await OtherBodyAsync(during);

                // The record alone knows these: the journal takes them once more, and they are found done.
                await SendAsync(before, times: 2);
                await server.KillAsync();
                await server.DisposeAsync();
                server = await stand.StartReadyAsync(data, ct, port);
                await SendAsync(during, times: 2);
                await OtherBodyAsync(during);
                await Store.Postgres.StartAsync();
                await SendAsync([.. before, .. during], times: 2);
                await SettledAsync();
                await SendAsync([.. before, .. during], times: 2);
                await OtherBodyAsync([.. before, .. during]);
                report.Trials++;
            }

            await load.StopAsync();
        }

        report.Add(Check.Nothing("every repeat is answered as the first was", doubted));
        report.Add(Check.Nothing("another body under a key is 422", taken));
        await stand.JudgeAsync(server, random, report, ct);
        await server.DisposeAsync();

        List<Keyed> Make(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Keyed.New(stand.Ledger, random))];

        async Task SendAsync(List<Keyed> all, int times) => await Parallel.ForEachAsync(
            all.SelectMany(keyed => Enumerable.Repeat(keyed, times)), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (keyed, _) =>
            {
                var answer = await keyed.SendAsync(api);
                if (!answer.Succeeded || !await keyed.IsSameAsync(api, answer))
                    Note(doubted, $"{keyed.Key}: {answer}");
            });

        async Task OtherBodyAsync(List<Keyed> all)
        {
            foreach (var keyed in all.Take(4))
            {
                var answer = await keyed.SendOtherAsync(api);
                if (answer.Status != 422)
                    Note(taken, $"{keyed.Key}: {answer}");
            }
        }

        async Task SettledAsync()
        {
            for (var look = 0; look < 60; look++)
            {
                if ((string?)(await api.GetAsync("/health")).Json()?["checks"]?["database_write"]?["status"] == "healthy")
                    return;
                await Task.Delay(250, ct);
            }
        }
    }

    private static void Note(List<string> list, string what)
    {
        lock (list)
            list.Add(what);
    }

    /// <summary>One request with its key. However often it is sent, the ledger has it once.</summary>
    private sealed class Keyed(string key, byte[] body, byte[] other, FixCase fix, Effect effect, Ledger ledger)
    {
        public string Key => key;

        public static Keyed New(Ledger ledger, Random random)
        {
            var token = Texts.Token(random);
            var fix = new FixCase(token, Texts.Issue(random, token), Texts.Solution(random, token));
            var effect = new Effect(EffectKind.Report);
            fix.Add(effect);
            ledger.Add(fix);
            JsonObject Body(string solution) => new() { ["issue"] = fix.Issue, ["solution"] = solution, ["agent"] = "keyed" };
            return new($"key-{token}", Bytes(Body(fix.Solution)), Bytes(Body($"another body {token}")), fix, effect, ledger);
        }

        public async Task<Answer> SendAsync(Api api)
        {
            effect.SentAt = effect.SentAt == 0 ? System.Diagnostics.Stopwatch.GetTimestamp() : effect.SentAt;
            for (var attempt = 0; ; attempt++)
            {
                var answer = await api.SendAsync(HttpMethod.Post, "/api/fixes", body, key: key);
                // 409 while another of these is under way, 503 while nothing can be said: both ask to come again.
                if (answer.Status is 409 or 503 && attempt < 50)
                {
                    await Task.Delay(100);
                    continue;
                }

                if (answer.Succeeded && (string?)answer.Json()?["id"] is { } id)
                {
                    effect.Settle(Fate.Acknowledged, answer.At);
                    ledger.Learn(fix, id);
                }

                return answer;
            }
        }

        public Task<Answer> SendOtherAsync(Api api) => api.SendAsync(HttpMethod.Post, "/api/fixes", other, key: key);

        // During an outage the journal cannot know what the record answered: it gives another id, which stands for the same fix afterwards.
        public async Task<bool> IsSameAsync(Api api, Answer answer)
        {
            var id = (string?)answer.Json()?["id"];
            if (id == fix.Id || answer.Status == 202)
                return id is not null;
            var found = (await api.GetAsync($"/api/fixes/{fix.Id}")).Json();
            return (string?)found?["merged_into"] == id || (string?)(await api.GetAsync($"/api/fixes/{id}")).Json()?["merged_into"] == fix.Id;
        }

        private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
