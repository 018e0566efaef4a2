using System.Net.Http.Headers;
using System.Text.Json;

namespace ObsControlPlane.Api.Terminal.Importing;

/// <summary>Lines of one kind that travel in one request.</summary>
/// <param name="kind">What the lines are.</param>
internal sealed class ImportBatch(LineKind kind)
{
    // Large enough that a request costs little beside its lines, small enough that the bar moves and a failure costs few repeats.
    private const int MostLines = 2_000;
    private const int MostBytes = 4 * 1024 * 1024;

    private readonly List<ImportLine> _lines = [];
    private long _bytes;

    /// <summary>The lines, in the order of their file.</summary>
    public IReadOnlyList<ImportLine> Lines => _lines;

    /// <summary>Whether a line may still join.</summary>
    /// <param name="other">What the line is.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>True when it may, and always while the batch is empty and of its kind.</returns>
    public bool Takes(LineKind other, int length) =>
        other == kind && (_lines.Count == 0 || (_lines.Count < MostLines && _bytes + length <= MostBytes));

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line.</param>
    public void Add(ImportLine line)
    {
        _lines.Add(line);
        _bytes += line.Bytes.Length + 1;
    }

    /// <summary>The route that takes such lines.</summary>
    public string Path => kind == LineKind.Export ? "/api/import" : "/api/fixes/batch";

    /// <summary>The lines as a request's body.</summary>
    /// <returns>The body.</returns>
    public HttpContent ToContent()
    {
        var body = new MemoryStream((int)_bytes);
        foreach (var line in _lines)
        {
            body.Write(line.Bytes.Span);
            body.WriteByte((byte)'\n');
        }
        body.Position = 0;
        return new StreamContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
    }

    /// <summary>The lines that were turned away for now, as a batch of their own.</summary>
    /// <param name="answer">The API's answer to this batch.</param>
    /// <returns>The batch; empty when every line was decided.</returns>
    public ImportBatch Undecided(JsonElement answer)
    {
        var again = new ImportBatch(kind);
        foreach (var result in answer.GetProperty("results").EnumerateArray())
        {
            if (result.GetProperty("status").GetInt32() == StatusCodes.Status503ServiceUnavailable)
                again.Add(_lines[result.GetProperty("index").GetInt32()]);
        }
        return again;
    }
}

/// <summary>A line on its way.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Number">Its number there, from 1.</param>
/// <param name="Index">Its position among all lines of this import, from 0.</param>
/// <param name="Bytes">The line.</param>
internal readonly record struct ImportLine(string File, long Number, long Index, ReadOnlyMemory<byte> Bytes);
