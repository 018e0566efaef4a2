using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ObsControlPlane.Benchmarks;

/// <summary>A fix to write.</summary>
/// <param name="Issue">The issue.</param>
/// <param name="Solution">The solution.</param>
/// <param name="Origin">Place of the fix it is, or is a variant of, among those of the files.</param>
internal sealed record SampleFix(string Issue, string Solution, int Origin);

/// <summary>Fixes from files when a folder is given and seeded variants of them beyond; without a folder seeded ones alone.</summary>
internal static class Texts
{
    private static readonly string[] Services = ["checkout", "payments", "search", "ingest", "billing", "gateway", "catalog", "mailer", "reports", "auth"];

    private static readonly string[] Symptoms =
    [
        "disk almost full on volume data", "connection refused by upstream", "certificate expires soon", "replication lag above threshold",
        "pod restarts in a loop after OOMKilled", "queue depth keeps growing", "deadlock detected in transaction", "latency of requests doubled",
        "too many open files", "name resolution fails intermittently", "thread pool starved", "index corruption suspected",
    ];

    public static IReadOnlyList<SampleFix> Fixes(int count, string? folder, int seed)
    {
        var fixes = folder is null ? [] : FromFolder(folder).Take(count).ToList();
        var random = new Random(seed);
        var given = fixes.Count;
        while (fixes.Count < count)
            fixes.Add(given == 0 ? Seeded(random, fixes.Count) : Variant(random, fixes[random.Next(given)]));
        return fixes;
    }

    /// <summary>All fixes of the files.</summary>
    public static List<SampleFix> All(string folder) => [.. FromFolder(folder)];

    /// <summary>Every n-th of some fixes, because the files are sorted by kind: a fair smaller corpus.</summary>
    public static SampleFix[] Spread(IReadOnlyList<SampleFix> fixes, int size) =>
        [.. Enumerable.Range(0, size).Select(at => fixes[(int)((long)at * fixes.Count / size)])];

    // Another place and a few other words: another issue of the same kind.
    private static SampleFix Variant(Random random, SampleFix fix) => fix with
    {
        Issue = $"{Replace(random, fix.Issue)} {Services[random.Next(Services.Length)]}-{Word(random)}",
        Solution = $"{Replace(random, fix.Solution)} {Word(random)}",
    };

    private static string Replace(Random random, string text)
    {
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            if (random.Next(6) == 0)
                words[i] = Word(random);
        }

        return string.Join(' ', words);
    }

    private static SampleFix Seeded(Random random, int number)
    {
        var service = Services[random.Next(Services.Length)];
        var component = $"{service}-{Word(random)}-{Word(random)}";
        var issue = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{component}: {Symptoms[random.Next(Symptoms.Length)]}\n")
            .Append(CultureInfo.InvariantCulture, $"{Word(random)} {Word(random)} reported by {Word(random)} while {Word(random)} {Word(random)} was {Word(random)}");
        return new(issue.ToString(), $"Restart {component} after clearing {Word(random)}/{Word(random)}; raise {Word(random)} to {number % 97}.", number);
    }

    private static string Word(Random random)
    {
        const string Consonants = "bcdfghklmnprstvz";
        const string Vowels = "aeiou";
        var word = new StringBuilder();
        for (var syllables = random.Next(2, 4); syllables > 0; syllables--)
            word.Append(Consonants[random.Next(Consonants.Length)]).Append(Vowels[random.Next(Vowels.Length)]);
        return word.ToString();
    }

    private static IEnumerable<SampleFix> FromFolder(string folder)
    {
        var place = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*.jsonl*").Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(path);
            using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
            while (reader.ReadLine() is { } line)
            {
                using var document = JsonDocument.Parse(line);
                var issue = document.RootElement.GetProperty("issue").GetString()!;
                var solution = document.RootElement.GetProperty("solution").GetString()!;
                if (!string.IsNullOrWhiteSpace(issue) && !string.IsNullOrWhiteSpace(solution))
                    yield return new(issue, solution, place++);
            }
        }
    }
}
