using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.Judging;

/// <summary>Proof of the judge: a sound record passes, and each deliberately broken one is caught for what is wrong with it.</summary>
internal static class Proof
{
    private const long Then = 100;

    public static FaultReport Report()
    {
        var report = new FaultReport("proof", "prove") { Trials = 1 };
        var sound = Judged(record => record);
        report.Add("a sound record passes", sound.IsClean && sound.AfterUnavailable.Count == 0, Said(sound));
        Caught("a lost fix", verdict => verdict.Lost, record => record with { Fixes = [.. record.Fixes.Skip(1)] });
        Caught("a changed issue", verdict => verdict.Lost, record => Change(record, fix => fix with { Issue = fix.Issue + " " }));
        Caught("a changed solution", verdict => verdict.Lost, record => Change(record, fix => fix with { Solution = fix.Solution + "\r" }));
        Caught("another id", verdict => verdict.Lost, record => Change(record, fix => fix with { Id = "other" }));
        Caught("a lost report", verdict => verdict.Lost, record => Change(record, fix => fix with { Sightings = 1 }));
        Caught("a lost outcome", verdict => verdict.Lost, record => Change(record, fix => fix with { Worked = 1 }));
        Caught("a lost memory", verdict => verdict.Lost, record => record with { Memories = new Dictionary<string, StoredMemory>(), Lines = new Dictionary<string, int>() });
        Caught("a changed memory", verdict => verdict.Lost, record => record with { Memories = new Dictionary<string, StoredMemory> { ["m1"] = new("m1", "key", "other") } });
        Caught("answers that contradict each other", verdict => verdict.Lost, record => record with { Contradictions = ["list and single read"] });
        Caught("a fix that nobody sent", verdict => verdict.Phantoms, record => record with { Fixes = [.. record.Fixes, new("x", "i", "s", 1, 0, 0)] });
        Caught("a refused text", verdict => verdict.Phantoms, record => record with { Lines = new Dictionary<string, int> { ["memory"] = 1, ["forbidden"] = 1 } });
        Caught("an erased fix that is back", verdict => verdict.Phantoms, record => record with { Fixes = [.. record.Fixes, new("f3", "issue f3", "solution f3", 1, 0, 0)] });
        Caught("an erased fix that is forgotten", verdict => verdict.Phantoms, record => record with { Erased = new HashSet<string>() });
        Caught("a fix stored twice", verdict => verdict.Duplicates, record => record with { Fixes = [.. record.Fixes, record.Fixes[0] with { Id = "twin" }] });
        Caught("a report counted twice", verdict => verdict.Duplicates, record => Change(record, fix => fix with { Sightings = 3 }));
        Caught("an outcome counted twice", verdict => verdict.Duplicates, record => Change(record, fix => fix with { Worked = 3 }));
        Caught("a memory stored twice", verdict => verdict.Duplicates, record => record with { Lines = new Dictionary<string, int> { ["memory"] = 2 } });
        Caught("a fix answered 503 that is there", verdict => verdict.AfterUnavailable, record => record with { Fixes = [.. record.Fixes, new("f4", "issue f4", "solution f4", 1, 0, 0)] });
        Tells("a stack", "{\"detail\":\"   at ObsControlPlane.Infrastructure.Sqlite.Writer.Run(String sql)\"}");
        Tells("a statement", "{\"detail\":\"near: INSERT INTO fixes VALUES\"}");
        Tells("a path", "{\"detail\":\"/var/lib/ocp cannot be opened\"}");
        Tells("an exception", "{\"title\":\"SqliteException\"}");
        report.Add("an honest problem passes", ErrorBodies.FindLeak("{\"type\":\"/problems/validation\",\"detail\":\"issue must not be blank\"}", "") is null, "");
        report.Add("what the caller said itself may be quoted", ErrorBodies.FindLeak("{\"detail\":\"agent '/srv/disk' is no name\"}", "{\"agent\":\"/srv/disk\"}") is null, "");
        return report;

        void Caught(string what, Func<Verdict, IReadOnlyList<string>> where, Func<StoredState, StoredState> breakIt)
        {
            var verdict = Judged(breakIt);
            report.Add($"{what} is caught", where(verdict).Count > 0, Said(verdict));
        }

        void Tells(string what, string body) => report.Add($"{what} in an error body is caught", ErrorBodies.FindLeak(body, "") is not null, body);
    }

    private static Verdict Judged(Func<StoredState, StoredState> breakIt)
    {
        var ledger = new Ledger();
        Fix(ledger, "f1", (EffectKind.Report, true, Fate.Acknowledged), (EffectKind.Report, null, Fate.Acknowledged), (EffectKind.Outcome, true, Fate.Acknowledged));
        Fix(ledger, "f2", (EffectKind.Report, false, Fate.Acknowledged), (EffectKind.Report, false, Fate.Unknown));
        Fix(ledger, "f3", (EffectKind.Report, null, Fate.Acknowledged), (EffectKind.Erase, null, Fate.Acknowledged));
        Fix(ledger, "f4", (EffectKind.Report, null, Fate.Unavailable));
        Fix(ledger, "f5", (EffectKind.Report, null, Fate.Unknown));
        ledger.Add(new MemoryCase("memory", "key", "content") { Id = "m1", Written = Effect(EffectKind.Memory, null, Fate.Acknowledged) });
        ledger.Forbid("forbidden", Effect(EffectKind.Forbidden, null, Fate.Refused));
        var sound = new StoredState(
            [new("f1", "issue f1", "solution f1", 2, 2, 0), new("f2", "issue f2", "solution f2", 2, 0, 2)],
            new Dictionary<string, StoredMemory> { ["m1"] = new("m1", "key", "content") },
            new HashSet<string> { "f3" },
            new Dictionary<string, int> { ["memory"] = 1 },
            []);
        return Judge.Of(ledger, breakIt(sound));
    }

    private static void Fix(Ledger ledger, string name, params (EffectKind Kind, bool? Worked, Fate Fate)[] effects)
    {
        var fix = new FixCase(name, $"issue {name}", $"solution {name}");
        foreach (var (kind, worked, fate) in effects)
            fix.Add(Effect(kind, worked, fate));
        ledger.Add(fix);
        ledger.Learn(fix, name);
    }

    private static Effect Effect(EffectKind kind, bool? worked, Fate fate)
    {
        var effect = new Effect(kind, worked) { SentAt = Then };
        effect.Settle(fate, Then + 1);
        return effect;
    }

    private static StoredState Change(StoredState record, Func<StoredFix, StoredFix> change) => record with { Fixes = [change(record.Fixes[0]), .. record.Fixes.Skip(1)] };

    private static string Said(Verdict verdict) => $"lost: {string.Join(", ", verdict.Lost)}; phantoms: {string.Join(", ", verdict.Phantoms)}; duplicates: {string.Join(", ", verdict.Duplicates)}; after 503: {string.Join(", ", verdict.AfterUnavailable)}";
}
