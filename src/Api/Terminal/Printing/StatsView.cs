using System.Text.Json;

namespace ObsControlPlane.Api.Terminal.Printing;

/// <summary>Prints the sizes of the stores.</summary>
internal static class StatsView
{
    private static readonly string[] Rows = ["fixes", "memories", "outcomes", "agents"];
    private static readonly string[] Nodes = ["fix", "agent", "issue", "server"];

    /// <summary>Prints an answer of <c>GET /api/stats</c>.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="stats">The answer.</param>
    public static void Print(Screen screen, JsonElement stats)
    {
        var memory = stats.Member("stores", "memory") ?? default;
        var graph = stats.Member("stores", "graph") ?? default;
        screen.Line($"{stats.Text("mode")} mode, version {stats.Text("version")}, fingerprints {stats.Text("fingerprint_version")}");
        var table = screen.NewTable("store", "what", "count");
        foreach (var row in Rows)
            table.AddPlainRow($"record ({memory.Text("kind")})", $"{row}", JsonView.Grouped(memory.Count(row)));
        table.AddPlainRow($"record ({memory.Text("kind")})", "bytes", JsonView.Grouped(memory.Count("bytes")));
        foreach (var node in Nodes)
            table.AddPlainRow($"graph ({graph.Text("kind")})", $"{char.ToUpperInvariant(node[0])}{node[1..]} nodes", JsonView.Grouped(graph.Count(node)));
        table.AddPlainRow($"graph ({graph.Text("kind")})", "nodes in total", JsonView.Grouped(Nodes.Sum(node => graph.Count(node))));
        table.AddPlainRow($"graph ({graph.Text("kind")})", "relationships", JsonView.Grouped(graph.Count("relationships")));
        screen.Table(table);
        var vectors = stats.Member("vectors") ?? default;
        screen.Line(vectors.Text("model") is { } model
            ? $"vectors of {model}: {JsonView.Grouped(vectors.Count("ready"))} ready, {JsonView.Grouped(vectors.Count("pending"))} pending"
            : "no vectors: they are off, or their model failed (ocp health)");
        if (vectors.Text("serving") is { } serving && vectors.Text("model") is { } configured && serving != configured)
            screen.Note($"The stored vectors are of {serving} and are not used; run `ocp re-embed`.");
    }
}
