using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Sample;

/// <summary>One fix of the sample with the outcomes it had; times are days before the moment of loading.</summary>
/// <param name="line">A line of the sample.</param>
/// <param name="now">The moment of loading, epoch milliseconds.</param>
internal sealed class SampleFix(JsonElement line, long now)
{
    private const string Source = "sample";
    private const double MillisecondsPerDay = 86_400_000;

    /// <summary>The issue.</summary>
    public string Issue { get; } = line.Text("issue")!;

    /// <summary>How many outcomes it had.</summary>
    public int OutcomeCount { get; } = line.Items("outcomes").Count;

    /// <summary>Reads the sample that the program carries.</summary>
    /// <param name="clock">The moment of loading.</param>
    /// <returns>Its fixes.</returns>
    public static IReadOnlyList<SampleFix> ReadAll(TimeProvider clock)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        using var stream = typeof(SampleFix).Assembly.GetManifestResourceStream("sample-fixes.jsonl")!;
        using var reader = new StreamReader(stream);
        var fixes = new List<SampleFix>();
        while (reader.ReadLine() is { } text)
            fixes.Add(new SampleFix(JsonDocument.Parse(text).RootElement, now));
        return fixes;
    }

    /// <summary>The fix as a batch takes it.</summary>
    /// <returns>A body.</returns>
    public JsonObject ToBody() => new()
    {
        ["issue"] = Issue,
        ["solution"] = line.Text("solution"),
        ["source"] = Source,
        ["source_id"] = SourceId,
        ["ts"] = Moment(line),
        ["agent"] = line.Text("agent"),
        ["scope"] = Scope(line),
        ["tags"] = JsonNode.Parse(line.GetProperty("tags").GetRawText()),
    };

    /// <summary>The outcomes, each with an id of its own, so that loading the sample again counts none twice.</summary>
    /// <returns>Bodies, oldest first.</returns>
    public IEnumerable<JsonObject> OutcomeBodies() => line.Items("outcomes")
        .Select((outcome, index) => new JsonObject
        {
            ["outcome"] = outcome.Text("outcome"),
            ["evidence"] = new JsonObject { ["kind"] = outcome.Text("kind") },
            ["application_id"] = $"{SourceId}-{index}",
            ["agent"] = outcome.Text("agent"),
            ["scope"] = Scope(outcome),
            ["ts"] = Moment(outcome),
        })
        .OrderBy(body => body["ts"]!.GetValue<long>());

    // Of the text, not of the position: a sample that grows must not make new fixes of the old ones.
    private string SourceId { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line.Text("issue") + "\n" + line.Text("solution"))))[..24];

    private long Moment(JsonElement element) => now - (long)(element.GetProperty("days_ago").GetDouble() * MillisecondsPerDay);

    private JsonObject Scope(JsonElement element) => new()
    {
        ["service"] = line.Text("service"),
        ["server"] = element.Text("server"),
        ["environment"] = line.Text("environment"),
    };
}
