using System.Text.Json;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Importing;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Creates the schema and verifies what is stored under it.</summary>
internal sealed class InitVerb : Verb
{
    public InitVerb()
        : base(
            "init",
            "Creates the data folder and its schema if need be, reads every record against its content hash, and counts; doing it again changes nothing.",
            "ocp init",
            "ocp init --data /var/lib/ocp")
    {
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        // Opening applies the migrations; a folder that cannot be used and a file that is newer than the program end it here.
        await using var session = await context.ConnectAsync(ct);
        var rows = await ReadAllAsync(session, ct);
        var stats = await session.SendAsync(HttpMethod.Get, "/api/stats", null, ct);
        return await context.PrintAsync(stats, screen => Print(screen, session.Name, stats.Json, rows), ct);
    }

    // A copy reads every row, and every row that is read is checked; one that is damaged breaks the copy off.
    private static async Task<SortedDictionary<string, long>> ReadAllAsync(ApiSession session, CancellationToken ct)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await session.StreamAsync("/api/export", async body =>
        {
            await foreach (var line in LineReader.ReadAsync(body, int.MaxValue, ct))
            {
                var type = TypeOf(line.Bytes);
                rows[type] = rows.GetValueOrDefault(type) + 1;
            }
        }, ct);
        return rows;
    }

    private static string TypeOf(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("type").GetString()!;
    }

    private static void Print(Screen screen, string name, JsonElement stats, SortedDictionary<string, long> rows)
    {
        screen.Line($"Schema {stats.Text("stores", "memory", "schema_version")} stands at {name}");
        screen.Line($"{JsonView.Grouped(rows.Values.Sum())} records read, every content hash right");
        var table = screen.NewTable("records", "count");
        foreach (var (type, count) in rows)
            table.AddPlainRow(type, JsonView.Grouped(count));
        if (rows.Count > 0)
            screen.Table(table);
        StatsView.Print(screen, stats);
    }
}
