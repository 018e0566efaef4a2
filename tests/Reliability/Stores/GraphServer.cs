using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>The Neo4j server that <c>NEO4J_URI</c> names, spoken to without the program under test.</summary>
internal sealed class GraphServer : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private readonly Uri _query;

    public GraphServer(Uri address, string user, string password)
    {
        Address = address;
        _query = new Uri(address, "db/neo4j/query/v2");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    public Uri Address { get; }

    /// <summary>Runs a statement.</summary>
    /// <returns>Its rows, each an array of the returned columns.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<IReadOnlyList<JsonArray>> RunAsync(string cypher, JsonObject? parameters = null)
    {
        using var body = new StringContent(new JsonObject { ["statement"] = cypher, ["parameters"] = parameters }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(_query, body);
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        return said?["errors"] is null && said?["data"]?["values"] is JsonArray rows
            ? [.. rows.Select(row => row!.AsArray())]
            : throw new InvalidOperationException($"the graph refused: {said?.ToJsonString()}");
    }

    public async Task<long> NumberAsync(string cypher) => (long)(await RunAsync(cypher))[0][0]!;

    /// <summary>Removes everything but the schema; what the program keeps for itself, too.</summary>
    public async Task ClearAsync()
    {
        while (await NumberAsync("MATCH ()-[r]->() WITH r LIMIT 20000 DELETE r RETURN count(*)") > 0)
        {
        }

        while (await NumberAsync("MATCH (n) WITH n LIMIT 20000 DELETE n RETURN count(*)") > 0)
        {
        }
    }

    public void Dispose() => _http.Dispose();
}
