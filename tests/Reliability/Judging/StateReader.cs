using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;

namespace ObsControlPlane.Reliability.Judging;

/// <summary>Reads back all that a server tells: its list page by page, single records by id, its export, and recall.</summary>
internal sealed partial class StateReader(Api api, Ledger ledger)
{
    /// <summary>Most single reads of fixes; the list holds all of them anyway, so a sample shows whether both agree.</summary>
    private const int SingleReads = 3_000;

    private const int Recalls = 60;
    private readonly List<string> _contradictions = [];
    private readonly Dictionary<string, string> _merged = [];

    public async Task<StoredState> ReadAsync(Random random)
    {
        var fixes = await FixesAsync();
        var memories = await MemoriesAsync();
        var erased = await SinglesAsync(fixes, random);
        await RecallsAsync(fixes, random);
        return new([.. fixes.Values], memories, erased, await ExportAsync(), _contradictions) { Merged = _merged };
    }

    /// <summary>A fix of an answer; null when the answer is none.</summary>
    public static StoredFix? Parse(JsonNode? node) => (string?)node?["id"] is { } id
        ? new(id, (string?)node["issue"] ?? "", (string?)node["solution"] ?? "", (int?)node["sightings"] ?? 0,
            (int?)node["outcomes"]?["worked"] ?? 0, ((int?)node["outcomes"]?["failed"] ?? 0) + ((int?)node["outcomes"]?["rolled_back"] ?? 0))
        : null;

    private async Task<Dictionary<string, StoredFix>> FixesAsync()
    {
        var fixes = new Dictionary<string, StoredFix>();
        string? cursor = null;
        do
        {
            var answer = await api.GetAsync("/api/fixes?limit=200" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"));
            if (answer.Status != 200 || answer.Json() is not { } page)
            {
                _contradictions.Add($"the list of fixes could not be read: {answer}");
                return fixes;
            }

            foreach (var fix in page["fixes"]!.AsArray().Select(Parse).OfType<StoredFix>())
            {
                if (!fixes.TryAdd(fix.Id, fix))
                    _contradictions.Add($"the list of fixes tells {fix.Id} twice");
            }

            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        return fixes;
    }

    private async Task<Dictionary<string, StoredMemory>> MemoriesAsync()
    {
        var found = new Dictionary<string, StoredMemory>();
        await InParallelAsync(ledger.Memories.Select(memory => memory.Id).OfType<string>(), async id =>
        {
            var answer = await api.GetAsync($"/api/memories/{id}");
            if (answer.Status == 200 && answer.Json() is { } json)
                Locked(() => found[id] = new(id, (string?)json["key"] ?? "", (string?)json["content"] ?? ""));
        });
        return found;
    }

    private async Task<HashSet<string>> SinglesAsync(Dictionary<string, StoredFix> listed, Random random)
    {
        var erased = new HashSet<string>();
        var known = ledger.Fixes.Where(fix => fix.Id is not null).ToList();
        var unlisted = known.Where(fix => !listed.ContainsKey(fix.Id!)).Select(fix => fix.Id!).ToList();
        var sample = known.Where(fix => listed.ContainsKey(fix.Id!)).Select(fix => fix.Id!).ToArray();
        random.Shuffle(sample);
        await InParallelAsync(unlisted.Concat(sample.Take(SingleReads)), async id =>
        {
            var answer = await api.GetAsync($"/api/fixes/{id}");
            if (answer.Status == 410)
                Locked(() => erased.Add(id));
            if ((string?)answer.Json()?["merged_into"] is { } into && listed.ContainsKey(into))
                Locked(() => _merged[id] = into);
            else if (listed.TryGetValue(id, out var expected) ? Parse(answer.Json()) != expected : answer.Status is not (404 or 410))
                Locked(() => _contradictions.Add($"GET /api/fixes/{id} and the list disagree: {answer}"));
        });
        return erased;
    }

    private async Task RecallsAsync(Dictionary<string, StoredFix> listed, Random random)
    {
        var sample = listed.Values.ToArray();
        random.Shuffle(sample);
        foreach (var fix in sample.Take(Recalls))
        {
            var answer = await api.PostAsync("/api/recall", new JsonObject { ["key"] = $"issue:{fix.Issue}", ["limit"] = 10, ["candidates"] = true });
            var hits = new[] { "results", "avoid", "candidates" }.SelectMany(list => answer.Json()?[list]?.AsArray() ?? []).Select(hit => (string?)hit?["id"]);
            if (!hits.Contains(fix.Id))
                _contradictions.Add($"recall of its own issue does not find fix {fix.Id}: {answer.Status}");
        }
    }

    private async Task<Dictionary<string, int>> ExportAsync()
    {
        var wanted = ledger.Memories.Select(memory => memory.Token).Concat(ledger.Forbidden.Keys).ToHashSet();
        var lines = new Dictionary<string, int>();
        try
        {
            await foreach (var line in api.LinesAsync("/api/export"))
            {
                foreach (var token in Tokens().Matches(line).Select(match => match.Value).Distinct().Where(wanted.Contains))
                    lines[token] = lines.GetValueOrDefault(token) + 1;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            _contradictions.Add($"the export could not be read: {failure.Message}");
        }

        return lines;
    }

    private void Locked(Action act)
    {
        lock (_contradictions)
            act();
    }

    private static Task InParallelAsync(IEnumerable<string> ids, Func<string, Task> read) =>
        Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, _) => await read(id));

    [GeneratedRegex("zq[a-z]{14}")]
    private static partial Regex Tokens();
}
