using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Printing;
using ObsControlPlane.Api.Terminal.Sample;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Loads sample fixes with outcomes, so that the first recall has something to find.</summary>
internal sealed class DemoVerb : Verb
{
    private static readonly string[] OutcomeNames = ["worked", "failed", "rolled_back", "attempted", "unknown"];

    private const string Question = "disk almost full on /var of a web server";

    public DemoVerb()
        : base("demo", "Loads sample fixes with outcomes to look around with; loading them again changes nothing.", "ocp demo", $"ocp recall \"{Question}\"")
    {
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var fixes = SampleFix.ReadAll(context.Clock);
        await using var session = await context.ConnectAsync(ct);
        var answer = await RememberAsync(session, fixes, ct);
        var counted = 0;
        // Side by side they share commits; of one fix they stay in order.
        await Parallel.ForEachAsync(fixes.Index(), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (pair, cancel) =>
        {
            var result = answer.GetProperty("results")[pair.Index];
            var id = result.GetProperty("id").GetString()!;
            if (result.IsTrue("deduplicated") && await HasOutcomesAsync(session, id, pair.Item.OutcomeCount, cancel))
                return;
            foreach (var outcome in pair.Item.OutcomeBodies())
            {
                if (await CountsAsync(session, id, outcome, cancel))
                    Interlocked.Increment(ref counted);
            }
        });
        await TellAsync(context, answer, counted, fixes.Sum(fix => fix.OutcomeCount), ct);
        return ExitCodes.Done;
    }

    private static async Task<JsonElement> RememberAsync(ApiSession session, IReadOnlyList<SampleFix> fixes, CancellationToken ct)
    {
        var lines = string.Join('\n', fixes.Select(fix => fix.ToBody().ToJsonString()));
        using var content = new StringContent(lines, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        var answer = (await session.SendContentAsync(HttpMethod.Post, "/api/fixes/batch", content, ct)).Json;
        var refused = answer.Items("results").Where(result => result.Member("problem") is not null)
            .SelectMany(result => ApiRefusal.Causes(result.GetProperty("problem"))).ToList();
        return refused.Count == 0
            ? answer
            : throw new TerminalFailure(ExitCodes.Refused, "The sample was not loaded whole.", refused, "Run `ocp demo` again; what is loaded stays as it is.");
    }

    // Said again, an outcome counts nothing and still leaves a line in the history; a sample that is whole needs none.
    private static async Task<bool> HasOutcomesAsync(ApiSession session, string id, int expected, CancellationToken ct)
    {
        var fix = await session.SendAsync(HttpMethod.Get, $"/api/fixes/{id}", null, ct);
        var counts = fix.Json.Member("outcomes") ?? default;
        return OutcomeNames.Sum(name => counts.Count(name)) >= expected;
    }

    private static async Task<bool> CountsAsync(ApiSession session, string id, JsonObject outcome, CancellationToken ct)
    {
        var answer = await session.SendAsync(HttpMethod.Post, $"/api/fixes/{id}/outcomes", outcome, ct);
        return answer.Json.IsTrue("counted");
    }

    private static async Task TellAsync(VerbContext context, JsonElement answer, int counted, int outcomes, CancellationToken ct)
    {
        var (stored, known) = (answer.Count("stored"), answer.Count("deduplicated"));
        if (context.Json)
        {
            var summary = new JsonObject
            {
                ["fixes"] = stored + known, ["stored"] = stored, ["deduplicated"] = known, ["outcomes"] = outcomes, ["outcomes_counted"] = counted,
                ["try"] = Question,
            };
            await context.Screen.WriteJsonAsync(Encoding.UTF8.GetBytes(summary.ToJsonString()), ct);
            return;
        }
        if (stored == 0 && counted == 0)
            context.Screen.Note("The sample was here before; nothing changed.");
        context.Screen.Line($"{stored} sample fixes loaded, {known} known before; {counted} of {outcomes} outcomes new");
        context.Screen.Line($"Try: ocp recall \"{Question}\"");
    }
}
