using System.Text.Json.Nodes;
using ObsControlPlane.Api.Terminal.Digesting;
using ObsControlPlane.Api.Terminal.Importing;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Tells by one number whether two stores hold the same.</summary>
internal sealed class DigestVerb : Verb
{
    public DigestVerb()
        : base(
            "digest",
            "Sums up everything that is stored in one number: two stores with the same number hold the same, as after an export and an import.",
            "ocp digest",
            "ocp digest --server http://other:5555 --json | jq -r .digest")
    {
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var digest = new RecordDigest();
        await using var session = await context.ConnectAsync(ct);
        await session.StreamAsync(
            "/api/export",
            async body =>
            {
                await foreach (var line in LineReader.ReadAsync(body, int.MaxValue, ct))
                    digest.Add(line.Bytes.Span);
            },
            ct);
        if (context.Json)
            await context.Screen.WriteJsonAsync(System.Text.Encoding.UTF8.GetBytes(Json(digest).ToJsonString()), ct);
        else
            Print(context.Screen, digest);
        return ExitCodes.Done;
    }

    private static JsonObject Json(RecordDigest digest) => new()
    {
        ["digest"] = digest.Value,
        ["lines"] = digest.Lines,
        ["kinds"] = new JsonArray([.. digest.Kinds.Select(kind => new JsonObject { ["kind"] = kind.Kind, ["lines"] = kind.Lines, ["digest"] = kind.Digest })]),
    };

    private static void Print(Screen screen, RecordDigest digest)
    {
        var table = screen.NewTable("kind", "lines", "digest");
        foreach (var (kind, lines, value) in digest.Kinds)
            table.AddPlainRow(kind, JsonView.Grouped(lines), value[..16]);
        screen.Table(table);
        screen.Line(digest.Value);
    }
}
