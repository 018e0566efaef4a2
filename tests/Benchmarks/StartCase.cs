using System.Text.Json;

namespace ObsControlPlane.Benchmarks;

/// <summary>E21 and E22: from the start of the process to its first right recall, and memory in RAM, against an application that does nothing but load the same model.</summary>
internal static class StartCase
{
    private const int Size = 100_000;
    private const int Recalls = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly Uri Embed = new("/embed?text=disk%20full", UriKind.Relative);

    public static async Task RunStartAsync(BenchmarkOptions options, RatioTable table)
    {
        var set = await PreparedData.OfAsync(options, Size);
        var (question, wanted) = await KnownAsync(options, set);
        var starts = new List<(double Subject, double Reference, double Ready, string State, int Tries)>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var subject = await StartAsync(options, set, question, wanted);
            await using var hello = StartHello();
            starts.Add((subject.First, (await hello.WaitAsync(IsEmbeddedAsync, Pause)).TotalMilliseconds, subject.Ready, subject.State, subject.Tries));
        }

        table.Add(new(
            "E21", $"start to first right recall at {Size} ÷ a hello app with the model", Statistics.Median(starts.Select(start => start.Subject / start.Reference)), 2, true,
            $"p50 {Statistics.Median(starts.Select(start => start.Subject)):0} ms against {Statistics.Median(starts.Select(start => start.Reference)):0} ms, memory then "
            + $"{string.Join("/", starts.Select(start => start.State).Distinct())}, try {Statistics.Median(starts.Select(start => (double)start.Tries)):0}; index ready after {Statistics.Median(starts.Select(start => start.Ready)):0} ms"));
    }

    public static async Task RunMemoryAsync(BenchmarkOptions options, RatioTable table)
    {
        var set = await PreparedData.OfAsync(options, Size);
        long index;
        await using (var product = await InProcessProduct.StartAsync(set.Copy()))
            index = await product.IndexBytesAsync();
        await using var server = await OcpProcess.StartAsync(options.Ocp, set.Copy());
        await using var hello = StartHello();
        await hello.WaitAsync(IsEmbeddedAsync, Pause);
        var loaded = server.ResidentBytes;
        var questions = new Questions(set.Fixes);
        for (var number = 0; number < Recalls; number++)
        {
            _ = await server.RecallAsync(questions.Of(number, 'm'));
            _ = await hello.Client.GetStringAsync(new Uri($"/embed?text={Uri.EscapeDataString(questions.Of(number, 'm'))}", UriKind.Relative));
        }

        var (subject, reference) = (server.ResidentBytes, hello.ResidentBytes);
        table.Add(new(
            "E22", $"memory at {Size} ÷ (a hello app with the model + bytes of the index)", (double)subject / (reference + index), 1.5, true,
            $"{subject / 1e6:0} MB after {Recalls} recalls ({loaded / 1e6:0} MB before) against {reference / 1e6:0} + {index / 1e6:0} MB"));
    }

    private static ServerProcess StartHello() => ServerProcess.Start(BenchmarkOptions.Self, [HelloOnnx.Argument], new Dictionary<string, string>());

    private static async Task<bool> IsEmbeddedAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(Embed);
        return answer.IsSuccessStatusCode;
    }

    // Right is what the same product answers when all of it is ready.
    private static async Task<(string Question, string Wanted)> KnownAsync(BenchmarkOptions options, PreparedSet set)
    {
        await using var server = await OcpProcess.StartAsync(options.Ocp, set.Copy());
        var questions = new Questions(set.Fixes);
        for (var number = 0; ; number++)
        {
            var answer = JsonSerializer.Deserialize<JsonElement>(await server.RecallAsync(questions.Of(number, 'k')));
            if (FirstOf(answer) is { } wanted)
                return (questions.Of(number, 'k'), wanted);
        }
    }

    private static async Task<(double First, double Ready, string State, int Tries)> StartAsync(BenchmarkOptions options, PreparedSet set, string question, string wanted)
    {
        await using var server = OcpProcess.Start(options.Ocp, set.Copy());
        var (state, tries) = ("", 0);
        var first = await server.WaitAsync(question, (answer, attempt) =>
        {
            (state, tries) = ($"{OcpProcess.MemoryStatus(answer)}", attempt);
            return VectorStatus(answer) == "ok" && FirstOf(answer) == wanted;
        });
        var ready = await server.WaitAsync(question, (answer, _) => OcpProcess.MemoryStatus(answer) == "ok");
        return (first.TotalMilliseconds, ready.TotalMilliseconds, state, tries);
    }

    private static string? VectorStatus(JsonElement recall) => recall.GetProperty("sources")[1].GetProperty("status").GetString();

    private static string? FirstOf(JsonElement recall) =>
        recall.GetProperty("results") is { } results && results.GetArrayLength() > 0 ? results[0].GetProperty("id").GetString() : null;
}
