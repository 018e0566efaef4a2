using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ObsControlPlane.Infrastructure.Neo4j;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>
/// A graph for the run alone, spoken to plainly over the Query API. It is emptied at the beginning and at the end, so it must be empty or
/// bear the mark of such a run: nobody else's data is deleted.
/// </summary>
internal sealed class OwnGraph : IAsyncDisposable
{
    private const string Mark = "OcpBenchmarks";

    private readonly Neo4jSettings _settings;
    private readonly HttpClient _http;
    private readonly Uri _address;

    private OwnGraph(Neo4jSettings settings)
    {
        _settings = settings;
        _address = new Uri(settings.Address, $"db/{Uri.EscapeDataString(settings.Database)}/query/v2");
        _http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Username}:{settings.Password}")));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Marks the graph as ours and empties it.</summary>
    /// <param name="settings">How it is reached.</param>
    /// <exception cref="StoresMissingException">It cannot be reached, or holds what no such run left behind.</exception>
    public static async Task<OwnGraph> TakeAsync(Neo4jSettings settings)
    {
        var graph = new OwnGraph(settings);
        try
        {
            var held = (await graph.QueryAsync($"RETURN COUNT {{ MATCH () }}, COUNT {{ MATCH (:{Mark}) }}"))[0];
            if (held[0].GetInt64() > 0 && held[1].GetInt64() == 0)
            {
                throw new StoresMissingException(
                    $"The graph at {settings.Address} holds {held[0].GetInt64()} nodes that are not the benchmarks', which would delete them: start one of their own with build/stores.sh up.");
            }
        }
        catch (HttpRequestException exception)
        {
            throw new StoresMissingException(
                $"The graph at {settings.Address} cannot be used ({exception.Message.TrimEnd('.')}): start one with build/stores.sh up, or correct NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD.", exception);
        }

        await graph.QueryAsync($"MERGE (:{Mark})");
        await graph.EmptyAsync();
        return graph;
    }

    /// <summary>The product's own graph over it, with a client of its own.</summary>
    public Neo4jFixGraph Open(out IDisposable client)
    {
        var sockets = new SocketsHttpHandler();
        Neo4jServices.SetUp(sockets, _settings);
        var own = new Neo4jQueryClient(new HttpClient(sockets) { Timeout = Timeout.InfiniteTimeSpan }, _settings, TimeProvider.System);
        client = own;
        return new Neo4jFixGraph(own, new Neo4jSchema(own), TimeProvider.System);
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>Its rows.</returns>
    public async Task<JsonElement[]> QueryAsync(string statement, object? parameters = null)
    {
        using var answer = await _http.PostAsJsonAsync(_address, new { statement, parameters = parameters ?? new { } });
        var said = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return said.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException($"Neo4j: {errors}")
            : [.. said.GetProperty("data").GetProperty("values").EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        await EmptyAsync();
        await QueryAsync($"MATCH (n:{Mark}) DELETE n");
        _http.Dispose();
    }

    // All of it is more than one transaction can hold.
    private async Task EmptyAsync()
    {
        await QueryAsync("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 5000 ROWS");
        await QueryAsync($"MATCH (n) WHERE NOT n:{Mark} CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 5000 ROWS");
    }
}
