using System.Text;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Reliability.Load;

/// <summary>Makes the requests of the load: new fixes, repeats, outcomes, memories, batches, erasures, and some that must be refused.</summary>
internal sealed class Workload(Ledger ledger)
{
    private const int BatchItems = 5;

    /// <summary>The next request of one client; it stands in the ledger before it is sent.</summary>
    public Operation Next(Random random)
    {
        var operation = random.Next(100) switch
        {
            < 55 => NewFix(random),
            < 68 => ledger.Any(random, erasable: false) is { } fix ? Repeat(random, fix) : NewFix(random),
            < 78 => ledger.Any(random, erasable: false) is { } fix ? Outcome(random, fix) : NewFix(random),
            < 86 => NewMemory(random),
            < 92 => Batch(random),
            < 97 => Forbidden(random),
            _ => ledger.Any(random, erasable: true) is { } fix ? Erase(fix) : NewFix(random),
        };
        ledger.Add(operation);
        return operation;
    }

    /// <summary>A new fix, for callers who want nothing else.</summary>
    public Operation NewFix(Random random)
    {
        var fix = Make(random);
        var (effect, body) = Report(random, fix);
        return Write("/api/fixes", body, random, [effect], (_, id) => ledger.Learn(fix, id));
    }

    private Operation Repeat(Random random, FixCase fix)
    {
        var (effect, body) = Report(random, fix);
        return Write("/api/fixes", body, random, [effect], (_, id) => ledger.Learn(fix, id));
    }

    private Operation Batch(Random random)
    {
        var fixes = Enumerable.Range(0, BatchItems).Select(_ => Make(random)).ToList();
        var reports = fixes.Select(fix => Report(random, fix)).ToList();
        return Write("/api/fixes/batch", new JsonArray([.. reports.Select(report => report.Body)]), random, [.. reports.Select(report => report.Effect)],
            (index, id) => ledger.Learn(fixes[index], id));
    }

    private static Operation Outcome(Random random, FixCase fix)
    {
        var effect = new Effect(EffectKind.Outcome, random.Next(3) > 0);
        var body = new JsonObject
        {
            ["outcome"] = effect.Worked == true ? "worked" : "failed",
            ["evidence"] = new JsonObject { ["kind"] = "verified", ["note"] = "checked by a probe" },
            ["application_id"] = Texts.Token(random),
            ["agent"] = fix.NextAgent(),
        };
        fix.Add(effect);
        return Write($"/api/fixes/{fix.Id}/outcomes", body, random, [effect], (_, _) => { });
    }

    private Operation NewMemory(Random random)
    {
        var token = Texts.Token(random);
        var memory = new MemoryCase(token, $"runbook:{Texts.Token(random)} ü", Texts.Solution(random, token)) { Written = new(EffectKind.Memory) };
        ledger.Add(memory);
        var body = new JsonObject { ["key"] = memory.Key, ["content"] = memory.Content, ["agent"] = "keeper" };
        return Write("/api/remember", body, random, [memory.Written], (_, id) => memory.Id ??= id);
    }

    private static Operation Erase(FixCase fix)
    {
        var effect = new Effect(EffectKind.Erase);
        fix.Add(effect);
        return new(HttpMethod.Delete, $"/api/fixes/{fix.Id}", null, null, [effect], (_, _) => { });
    }

    private Operation Forbidden(Random random)
    {
        var token = Texts.Token(random);
        var effect = new Effect(EffectKind.Forbidden);
        ledger.Forbid(token, effect);
        var body = new JsonObject { ["issue"] = $"must not be stored {token}", ["solution"] = $"nor this {token}", ["agent"] = "intruder" };
        switch (random.Next(6))
        {
            case 0: body["issue"] = "  \n"; break;
            case 1: body["solution"] = $"{token}\0"; break;
            case 2: body["ts"] = 99_999_999_999_999; break;
            case 3: body["agent"] = new string('x', 201); break;
            case 4: body["scope"] = new JsonObject { ["servce"] = "misspelt" }; break;
            default: body["tags"] = new JsonArray([.. Enumerable.Range(0, 33).Select(i => (JsonNode)$"tag{i}")]); break;
        }

        return Write("/api/fixes", body, random, [effect], (_, _) => { });
    }

    private FixCase Make(Random random)
    {
        var token = Texts.Token(random);
        var fix = new FixCase(token, Texts.Issue(random, token), Texts.Solution(random, token)) { Erasable = random.Next(20) == 0 };
        ledger.Add(fix);
        return fix;
    }

    private static (Effect Effect, JsonObject Body) Report(Random random, FixCase fix)
    {
        bool? worked = random.Next(3) switch { 0 => true, 1 => false, _ => null };
        var effect = new Effect(EffectKind.Report, worked);
        var body = new JsonObject
        {
            ["issue"] = fix.Issue,
            ["solution"] = fix.Solution,
            ["agent"] = fix.NextAgent(),
            ["scope"] = new JsonObject { ["service"] = "checkout", ["server"] = $"web-{random.Next(40)}" },
            ["tags"] = new JsonArray("load", $"tag{random.Next(9)}"),
            ["metadata"] = new JsonObject { ["ticket"] = random.Next(100_000), ["note"] = "naïve ☃" },
        };
        if (worked is not null)
            body["success"] = worked;
        fix.Add(effect);
        return (effect, body);
    }

    private static Operation Write(string path, JsonNode body, Random random, IReadOnlyList<Effect> effects, Action<int, string> learn) =>
        new(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body.ToJsonString()), $"key-{Texts.Token(random)}", effects, learn);
}
