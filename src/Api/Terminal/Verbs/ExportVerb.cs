using System.CommandLine;
using System.IO.Compression;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.Terminal.Importing;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Writes a lossless copy of everything.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write to this file, compressed when it ends in .gz; it appears only when it is whole",
    };

    public ExportVerb()
        : base(
            "export",
            "Writes a lossless copy of everything, one JSON object a line; `ocp import` takes it in.",
            "ocp export --output backup.jsonl.gz",
            "ocp export | jq 'select(.type == \"fix\") | .issue'")
    {
        Add(_output);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var output = context.Arguments.GetValue(_output);
        await using var session = await context.ConnectAsync(ct);
        if (output is not null)
            await session.StreamAsync("/api/export", body => WriteFileAsync(context, body, output, ct), ct);
        else if (context.Json)
            await session.StreamAsync("/api/export", body => WriteArrayAsync(body, context.Screen.Raw, ct), ct);
        else if (context.Screen.IsTerminal)
            await session.StreamAsync("/api/export", body => ShowAsync(body, context.Screen, ct), ct);
        else
            await session.StreamAsync("/api/export", body => body.CopyToAsync(context.Screen.Raw, ct), ct);
        return ExitCodes.Done;
    }

    private static async Task WriteFileAsync(VerbContext context, Stream body, string output, CancellationToken ct)
    {
        var path = Path.GetFullPath(output);
        // Renamed when whole: a copy that was cut off must not look like a backup.
        var unfinished = path + ".part";
        long lines;
        await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            await using Stream target = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
            lines = await CopyLinesAsync(body, target, ct);
        }
        File.Move(unfinished, path, overwrite: true);
        var written = new JsonObject { ["output"] = path, ["lines"] = lines, ["bytes"] = new FileInfo(path).Length };
        if (context.Json)
            await context.Screen.WriteJsonAsync(System.Text.Encoding.UTF8.GetBytes(written.ToJsonString()), ct);
        else
            context.Screen.Line($"{JsonView.Grouped(lines)} lines in {path}");
    }

    private static async Task<long> CopyLinesAsync(Stream body, Stream target, CancellationToken ct)
    {
        var buffer = new byte[128 * 1024];
        var lines = 0L;
        while (await body.ReadAsync(buffer, ct) is var count and > 0)
        {
            lines += buffer.AsSpan(0, count).Count((byte)'\n');
            await target.WriteAsync(buffer.AsMemory(0, count), ct);
        }
        return lines;
    }

    private static async Task ShowAsync(Stream body, Screen screen, CancellationToken ct)
    {
        await foreach (var line in LineReader.ReadAsync(body, int.MaxValue, ct))
            await screen.WriteJsonAsync(line.Bytes, ct);
    }

    private static async Task WriteArrayAsync(Stream body, Stream target, CancellationToken ct)
    {
        var separator = "[\n"u8.ToArray();
        await foreach (var line in LineReader.ReadAsync(body, int.MaxValue, ct))
        {
            await target.WriteAsync(separator, ct);
            await target.WriteAsync(line.Bytes, ct);
            separator = ",\n"u8.ToArray();
        }
        await target.WriteAsync(separator[0] == (byte)'[' ? "[]\n"u8.ToArray() : "\n]\n"u8.ToArray(), ct);
    }
}
