using System.Collections.Concurrent;
using System.Text;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.BadInput;

/// <summary>B3: the same strings, and soups of operators, as questions: never a 5xx, each within a second.</summary>
internal sealed class Queries(Api api, FaultReport report)
{
    private const int FullSoups = 100_000;
    private const int ShortSoups = 2_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<string> _broken = new();
    private readonly ConcurrentQueue<string> _slow = new();
    private long _slowest;

    public async Task RunAsync(IReadOnlyList<string> strings, Random random, bool full, CancellationToken ct)
    {
        var soups = Enumerable.Range(0, full ? FullSoups : ShortSoups).Select(_ => Strings.Soup(random)).ToList();
        var words = string.Join(' ', Enumerable.Range(0, 150_000).Select(i => $"w{i}"));
        var work = strings.SelectMany(AllWays).Concat(soups.Select((soup, i) => i % 3 == 0 ? Similar(soup) : Recall(soup))).Concat([Recall(new string('w', 1_000_000)), Recall(words[..1_000_000])]).ToList();
        // Two at a time: a wait in a queue of our own making would look like a slow answer.
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = ct }, async (ask, _) => await TryAsync(ask));
        report.Measure("questions", work.Count, "");
        report.Measure("slowest question", TimeSpan.FromTicks(_slowest).TotalSeconds, "s");
        report.Add(Check.Nothing("B3 no question gives a 5xx", _broken));
        report.Add(Check.Nothing("B3 every question is answered within 1 s", _slow));
    }

    private async Task TryAsync(Question ask)
    {
        // A machine that others use too may delay one answer, but not three of the same question.
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3 && best > Longest; attempt++)
        {
            var answer = await api.SendAsync(ask.Method, ask.Path, ask.Body);
            if (answer.Status is 0 or >= 500)
            {
                _broken.Enqueue($"{ask.Shown}: {answer}");
                return;
            }

            best = answer.Took < best ? answer.Took : best;
        }

        InterlockedMax(ref _slowest, best.Ticks);
        if (best > Longest)
            _slow.Enqueue($"{ask.Shown}: {best.TotalSeconds:F2} s");
    }

    private static IEnumerable<Question> AllWays(string text) =>
    [
        Recall(text), Similar(text), Get("/api/recall?key=", text), Get("/api/recall?key=issue%3A", text), Get("/api/fixes/success-rate?type=", text), Get("/api/fixes?agent=", text), Get("/api/fixes?server=", text),
        Get("/api/fixes?cursor=", text), Get("/api/fingerprint?text=", text), Get("/api/agents/", text), Get("/api/fixes/", text), Get("/api/fixes?limit=", text),
    ];

    private static Question Recall(string text) => new(HttpMethod.Post, "/api/recall", Encoding.UTF8.GetBytes($"{{\"key\":{Strings.Quote("issue:" + text)},\"candidates\":true}}"), $"recall {Show(text)}");

    private static Question Similar(string text) => Get("/api/issues/similar?type=", text);

    private static Question Get(string path, string text) => new(HttpMethod.Get, path + Uri.EscapeDataString(text), null, $"GET {path}{Show(text)}");

    private static string Show(string text) => Strings.Quote(text.Length > 60 ? $"{text[..60]}…({text.Length})" : text);

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Interlocked.Read(ref target); seen < value; seen = Interlocked.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }

    private sealed record Question(HttpMethod Method, string Path, byte[]? Body, string Shown);
}
