using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Faults;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.BadInput;

/// <summary>B1, B2, B3, B5 against one server; its log and its error bodies (B9, B14) are judged at the end of the run.</summary>
internal sealed class BadInputFault : IFault
{
    public string Row => "B1-5";

    public string Verb => "bad-input";

    public string Description => "odd JSON, odd strings, odd questions, bombs";

    public Task<string?> WhyUnavailableAsync() => Task.FromResult<string?>(null);

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        await using var server = await Rounds.StartReadyAsync(run, run.NewFolder(Verb), ct);
        using var api = new Api(server.Address, run.Errors);
        var (id, fingerprint) = await FirstAsync(api, random);
        var routes = await Route.AllAsync(api, id, fingerprint);
        var strings = Strings.All(run.Options.Full);
        await JsonBodies.RunAsync(api, routes, report, ct);
        await new RoundTrips(api, report).RunAsync(strings, random, ct);
        await new Queries(api, report).RunAsync(strings, random, run.Options.Full, ct);
        await HeadersAsync(api, strings);
        await new Bombs(server, report).RunAsync(routes);
        var first = await api.GetAsync($"/api/fixes/{id}");
        report.Add("the server is still there and tells its first fix", first.Status == 200, first.ToString());
        report.Add("it did not complain outside its log", await server.TerminateAsync(TimeSpan.FromSeconds(15)) && (await server.Complaints).Length == 0, await server.Complaints);
        report.Trials = 1;
    }

    private static async Task<(string Id, string Fingerprint)> FirstAsync(Api api, Random random)
    {
        var token = Texts.Token(random);
        var answer = await api.PostAsync("/api/fixes", new JsonObject { ["issue"] = $"first {token}", ["solution"] = $"mended {token}" });
        return ((string?)answer.Json()?["id"] ?? throw new InvalidOperationException($"the first fix was not taken: {answer}"), (string?)answer.Json()?["fingerprint"] ?? "");
    }

    // Paths, methods and idempotency keys reach the log as well.
    private static async Task HeadersAsync(Api api, IReadOnlyList<string> strings)
    {
        foreach (var text in strings.Take(150))
        {
            var path = Uri.EscapeDataString(text);
            await api.GetAsync($"/api/{path}");
            await api.GetAsync($"/problems/{path}");
            await api.SendAsync(HttpMethod.Put, $"/api/fixes/{path}", "{}"u8.ToArray());
            await api.SendAsync(HttpMethod.Post, "/api/fixes", "{}"u8.ToArray(), key: text.Any(unit => unit is < ' ' or > '~') ? null : text);
            await api.SendAsync(HttpMethod.Post, "/api/fixes", "a=b"u8.ToArray(), "text/plain");
        }
    }
}
