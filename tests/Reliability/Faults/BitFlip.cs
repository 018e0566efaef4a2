using System.Globalization;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>
/// R13: one flipped byte in the data file or its log. The server refuses to start, or a request fails, or all it answers is
/// what was written: never a wrong text and never the claim that an acknowledged fix does not exist.
/// </summary>
internal sealed class BitFlip : IFault
{
    private const int Fixes = 150;

    public string Row => "R13";

    public string Verb => "bit-flip";

    public string Description => "one flipped byte in the data file or its log: detected or harmless";

    public Task<string?> WhyUnavailableAsync() => Task.FromResult<string?>(null);

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var sound = run.NewFolder(Verb);
        var truth = await PrepareAsync(run, sound, random, report, ct);
        var outcomes = new Dictionary<string, int>();
        var wrong = new List<string>();
        for (var trial = 0; trial < run.Trials(full: 500, shortForm: 20); trial++)
        {
            var data = run.NewFolder(Verb);
            foreach (var file in Directory.GetFiles(sound).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
                File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
            var where = Flip(data, random);
            var (outcome, findings) = await TryAsync(run, data, truth, ct);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (findings.Count > 0)
                wrong.Add($"{where}: {findings.Count} wrong answers, the first: {findings[0]}");
            Directory.Delete(data, recursive: true);
            report.Trials++;
        }

        foreach (var (outcome, count) in outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal))
            report.Measure(outcome, count, "");
        report.Add(Check.Nothing("no answer is silently wrong", wrong));
    }

    /// <summary>Writes what the flips are tried on and kills the server, so that part of it is still in the log.</summary>
    /// <returns>For each id its fix as the server told it while all was well.</returns>
    private static async Task<Dictionary<string, string>> PrepareAsync(RunContext run, string data, Random random, FaultReport report, CancellationToken ct)
    {
        var ledger = new Ledger();
        var workload = new Workload(ledger);
        var truth = new Dictionary<string, string>();
        for (var half = 0; half < 2; half++)
        {
            await using var server = await Rounds.StartReadyAsync(run, data, ct);
            using var api = new Api(server.Address, run.Errors);
            for (var i = 0; i < Fixes / 2; i++)
            {
                var operation = workload.NewFix(random);
                ledger.Add(operation);
                await operation.SendAsync(api);
            }

            foreach (var id in ledger.Fixes.Select(fix => fix.Id).OfType<string>())
                truth[id] = Told((await api.GetAsync($"/api/fixes/{id}")).Json());
            // The first half ends in the data file, the second stays in the log.
            if (half == 0)
                await server.TerminateAsync(TimeSpan.FromSeconds(10));
            else
                await server.KillAsync();
        }

        report.Count(ledger);
        report.Add("there is something to spoil", truth.Count == Fixes / 2 * 2, $"{truth.Count}");
        return truth;
    }

    /// <summary>Flips one bit of a database or log of a folder.</summary>
    /// <returns>Where.</returns>
    internal static string Flip(string data, Random random)
    {
        var files = Directory.GetFiles(data)
            .Where(file => new FileInfo(file).Length > 0 && (file.EndsWith("-wal", StringComparison.Ordinal) || Integrity.Databases(data).Contains(file)))
            .Order(StringComparer.Ordinal).ToArray();
        var chosen = files[random.Next(files.Length)];
        using var stream = new FileStream(chosen, FileMode.Open, FileAccess.ReadWrite);
        var offset = random.NextInt64(stream.Length);
        stream.Position = offset;
        var value = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(value ^ (1 << random.Next(8))));
        return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(chosen)} at {offset} of {stream.Length}");
    }

    private static async Task<(string Outcome, IReadOnlyList<string> Wrong)> TryAsync(RunContext run, string data, Dictionary<string, string> truth, CancellationToken ct)
    {
        await using var server = Rounds.Start(run, data);
        try
        {
            await server.ReadyAsync(TimeSpan.FromSeconds(10), ct);
        }
        catch (InvalidOperationException)
        {
            return ("refused to start or to be ready", []);
        }

        using var api = new Api(server.Address, run.Errors);
        var wrong = new List<string>();
        var said = 0;
        foreach (var (id, told) in truth)
        {
            var answer = await api.GetAsync($"/api/fixes/{id}");
            if (answer.Status is 0 or >= 500)
                said++;
            else if (answer.Status != 200)
                wrong.Add($"fix {id}: {answer}");
            else if (Told(answer.Json()) != told)
                wrong.Add($"fix {id} is told otherwise: {answer}");
        }

        wrong.AddRange(await ListAsync(api, truth));
        return (wrong.Count > 0 ? "silently wrong" : said > 0 ? "some requests failed" : "harmless", wrong);
    }

    private static async Task<IReadOnlyList<string>> ListAsync(Api api, Dictionary<string, string> truth)
    {
        var answer = await api.GetAsync($"/api/fixes?limit=200");
        if (answer.Status != 200 || answer.Json()?["fixes"] is not JsonArray fixes)
            return [];
        var listed = fixes.ToDictionary(fix => (string)fix!["id"]!, fix => fix);
        return
        [
            .. truth.Keys.Where(id => !listed.ContainsKey(id)).Select(id => $"the list lacks fix {id}"),
            .. listed.Where(fix => !truth.TryGetValue(fix.Key, out var told) || Told(fix.Value) != told).Select(fix => $"the list tells fix {fix.Key} otherwise"),
        ];
    }

    /// <summary>All that a fix tells but its standing, which ages, and the parts that only the single read has.</summary>
    internal static string Told(JsonNode? fix)
    {
        if (fix is not JsonObject told)
            return "";
        var copy = (JsonObject)told.DeepClone();
        foreach (var aside in new[] { "standing", "history", "reports" })
            copy.Remove(aside);
        return string.Join('\n', copy.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={member.Value?.ToJsonString()}"));
    }
}
