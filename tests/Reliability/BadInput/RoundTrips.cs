using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.BadInput;

/// <summary>B2: odd strings in every field: what is taken comes back byte for byte, what is refused is refused by name and not stored.</summary>
internal sealed partial class RoundTrips(Api api, FaultReport report)
{
    private readonly ConcurrentQueue<string> _broken = new();
    private readonly ConcurrentQueue<string> _changed = new();
    private readonly ConcurrentQueue<string> _verdicts = new();
    private readonly ConcurrentQueue<string> _nameless = new();
    private readonly ConcurrentBag<string> _refused = [];

    public async Task RunAsync(IReadOnlyList<string> strings, Random random, CancellationToken ct)
    {
        var big = new string('w', 1 << 20);
        var work = (from field in Field.All from text in strings select (field, text, token: Texts.Token(random)))
            .Concat(from field in Field.All
                    where field.Name is "issue" or "solution" or "content"
                    from text in new[] { big, big + "w", big[..^2] + "ß", new('界', 1 << 20) }
                    select (field, text, token: Texts.Token(random)))
            .ToList();
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (item, _) => await TryAsync(item.field, item.text, item.token));
        report.Measure("strings × fields", work.Count, "");
        report.Add(Check.Nothing("B2 no string in any field gives a 5xx", _broken));
        report.Add(Check.Nothing("B2 what is taken comes back byte for byte", _changed));
        report.Add(Check.Nothing("B2 the limits decide, not the characters", _verdicts));
        report.Add(Check.Nothing("B2 a refusal names the field and the rule", _nameless));
        report.Add(Check.Nothing("B2 what was refused is not stored", await StoredAsync()));
        report.Add("B2 some strings were refused and some taken", _refused.Count > 20 && _refused.Count < work.Count / 2, $"{_refused.Count} of {work.Count}");
    }

    private async Task TryAsync(Field field, string text, string token)
    {
        var where = $"{(field.IsMemory ? "memory" : "fix")} {field.Name} {Show(text)}";
        var answer = await api.SendAsync(HttpMethod.Post, field.IsMemory ? "/api/remember" : "/api/fixes", field.Encode(token, text));
        if (answer.Status is 0 or >= 500)
            _broken.Enqueue($"{where}: {answer}");
        else if (answer.Succeeded)
            await CompareAsync(field, text, where, answer);
        else
            Refused(field, text, token, where, answer);
    }

    private async Task CompareAsync(Field field, string text, string where, Answer answer)
    {
        if (field.Verdict(text) == false)
            _verdicts.Enqueue($"{where} was taken");
        var receipt = answer.Json()!;
        var isMemory = (string?)receipt["kind"] == "memory";
        var told = await api.GetAsync($"/api/{(isMemory ? "memories" : "fixes")}/{(string?)receipt["id"]}");
        if (told.Json() is not { } record)
            _broken.Enqueue($"{where}: reading it gives {told}");
        else if (isMemory == field.IsMemory && field.Read(record) != field.Expected(text))
            _changed.Enqueue($"{where} came back as {Show(field.Read(record) ?? "nothing")}");
    }

    private void Refused(Field field, string text, string token, string where, Answer answer)
    {
        _refused.Add(token);
        if (field.Verdict(text) == true)
            _verdicts.Enqueue($"{where} was refused: {answer}");
        var problem = answer.Json();
        var named = problem?["errors"]?.AsObject().Any(error => error.Key.Contains(field.Name, StringComparison.Ordinal) && error.Value!.AsArray().Count > 0) == true;
        // Half a surrogate pair is no JSON text at all, so it may be refused before there are fields.
        var malformed = (string?)problem?["type"] == "/problems/malformed-json" && Strings.IsIllFormed(text) && ((string?)problem["detail"])?.Length > 20;
        if (answer.Status != 400 || !named && !malformed)
            _nameless.Enqueue($"{where}: {answer}");
    }

    private async Task<List<string>> StoredAsync()
    {
        var refused = _refused.ToHashSet();
        var found = new List<string>();
        await foreach (var line in api.LinesAsync("/api/export"))
            found.AddRange(Tokens().Matches(line).Select(match => match.Value).Where(refused.Contains));
        return found;
    }

    private static string Show(string text) => Strings.Quote(text.Length > 40 ? $"{text[..40]}…({text.Length})" : text);

    [GeneratedRegex("zq[a-z]{14}")]
    private static partial Regex Tokens();
}
