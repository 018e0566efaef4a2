using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ObsControlPlane.Benchmarks;

/// <summary>The product as a process of its own; ends and leaves nothing behind when disposed.</summary>
internal sealed class OcpProcess : IAsyncDisposable
{
    private static readonly Uri Ready = new("/health/ready", UriKind.Relative);
    private static readonly Uri RecallPath = new("/api/recall", UriKind.Relative);

    private readonly ServerProcess _server;
    private readonly string _folder;

    private OcpProcess(ServerProcess server, string folder) => (_server, _folder) = (server, folder);

    public HttpClient Client => _server.Client;

    public string Database => Path.Combine(_folder, "ocp.db");

    public long ResidentBytes => _server.ResidentBytes;

    /// <summary>Starts the product over an empty folder, or over a given one when it has one; returns when it takes requests and its index is ready.</summary>
    /// <param name="program">The program.</param>
    /// <param name="folder">A data folder that is deleted in the end; null for an empty one.</param>
    /// <param name="embeds">False to turn embeddings off.</param>
    /// <param name="stores">Settings of the servers that hold its data; null for the folder.</param>
    public static async Task<OcpProcess> StartAsync(string program, string? folder = null, bool embeds = true, IReadOnlyDictionary<string, string>? stores = null)
    {
        var product = Start(program, folder, embeds, stores);
        await product._server.WaitAsync(async client =>
        {
            using var answer = await client.GetAsync(Ready);
            return answer.IsSuccessStatusCode;
        }, TimeSpan.FromMilliseconds(50));
        if (folder is not null)
            await product.WaitAsync("is it loaded", (answer, _) => MemoryStatus(answer) == "ok" && answer.GetProperty("complete").GetBoolean());
        return product;
    }

    /// <summary>Starts the product without waiting for anything.</summary>
    public static OcpProcess Start(string program, string? folder = null, bool embeds = true, IReadOnlyDictionary<string, string>? stores = null)
    {
        folder ??= Directory.CreateTempSubdirectory("ocp-bench-").FullName;
        var settings = new Dictionary<string, string> { ["OCP_DATA"] = folder, ["Stores__Mode"] = "embedded" };
        foreach (var (name, value) in stores ?? new Dictionary<string, string>())
            settings[name] = value;
        if (!embeds)
            settings["Embedding__Model"] = "none";
        return new OcpProcess(ServerProcess.Start(program, [], settings), folder);
    }

    /// <summary>State of the record in an answer to a recall.</summary>
    public static string? MemoryStatus(JsonElement recall) => recall.GetProperty("sources")[0].GetProperty("status").GetString();

    /// <summary>Asks the same recall until its answer is good.</summary>
    /// <param name="issue">The issue.</param>
    /// <param name="isGood">Judges an answer; told which try it was.</param>
    /// <returns>Time since the process was started.</returns>
    public Task<TimeSpan> WaitAsync(string issue, Func<JsonElement, int, bool> isGood)
    {
        var tries = 0;
        return _server.WaitAsync(
            async _ =>
            {
                using var answer = await Client.PostAsJsonAsync(RecallPath, new { key = $"issue:{issue}" });
                return answer.IsSuccessStatusCode && isGood(await answer.Content.ReadFromJsonAsync<JsonElement>(), ++tries);
            },
            TimeSpan.FromMilliseconds(5));
    }

    /// <summary>Recalls.</summary>
    /// <returns>The answer as it came.</returns>
    public async Task<byte[]> RecallAsync(string issue)
    {
        using var body = Json(new { key = $"issue:{issue}" });
        using var answer = await Client.PostAsync(RecallPath, body);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>Gets a resource.</summary>
    /// <returns>The answer as it came.</returns>
    public async Task<byte[]> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>Remembers a fix.</summary>
    /// <returns>The receipt as it came.</returns>
    public async Task<byte[]> RememberAsync(SampleFix fix, bool success)
    {
        using var body = Json(new { issue = fix.Issue, solution = fix.Solution, success });
        using var answer = await Client.PostAsync(new Uri("/api/fixes", UriKind.Relative), body);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>Imports the lines of an export.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> ImportAsync(byte[] lines)
    {
        using var body = new ByteArrayContent(lines);
        body.Headers.ContentType = new("application/x-ndjson");
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var answer = await Client.PostAsync(new Uri("/api/import", UriKind.Relative), body);
        var said = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        return said.GetProperty("refused").GetInt64() == 0 ? took : throw new InvalidOperationException("The import refused lines.");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static StringContent Json<T>(T body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
