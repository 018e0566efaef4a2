using System.Text.Json;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Printing;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Terminal.Importing;

/// <summary>Counts what became of the lines and names each that was refused; as one JSON document, written while it grows, or for a person.</summary>
internal sealed class ImportReport : IAsyncDisposable
{
    private readonly Screen _screen;
    private readonly Utf8JsonWriter? _json;

    /// <summary>Begins a report.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="json">True for one JSON document on standard output.</param>
    public ImportReport(Screen screen, bool json)
    {
        _screen = screen;
        if (!json)
            return;
        _json = new Utf8JsonWriter(screen.Raw);
        _json.WriteStartObject();
        _json.WriteStartArray("results");
    }

    /// <summary>New records.</summary>
    public long Stored { get; private set; }

    /// <summary>Said before.</summary>
    public long Deduplicated { get; private set; }

    /// <summary>Refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Lines that were decided.</summary>
    public long Lines => Stored + Deduplicated + Refused;

    /// <summary>Takes down an answer.</summary>
    /// <param name="batch">What was sent.</param>
    /// <param name="answer">The API's answer.</param>
    /// <param name="leaveUndecided">True when lines that were turned away for now will be sent again.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>When it is written.</returns>
    public async Task TakeAsync(ImportBatch batch, JsonElement answer, bool leaveUndecided, CancellationToken ct)
    {
        foreach (var result in answer.Items("results"))
        {
            var isUndecided = result.Count("status") == StatusCodes.Status503ServiceUnavailable;
            if (!(isUndecided && leaveUndecided))
                Take(batch.Lines[(int)result.Count("index")], result);
        }
        if (_json is not null)
            await _json.FlushAsync(ct);
    }

    /// <summary>Refuses a line that no request could carry.</summary>
    /// <param name="line">The line.</param>
    public void RefuseTooLong(ImportLine line)
    {
        var problem = new JsonObject
        {
            ["status"] = StatusCodes.Status413PayloadTooLarge,
            ["problem"] = new JsonObject
            {
                ["type"] = "/problems/body-too-large",
                ["errors"] = new JsonObject { ["line"] = new JsonArray($"must be at most {Limits.BatchBytes} bytes") },
            },
        };
        Take(line, JsonSerializer.SerializeToElement(problem));
    }

    /// <summary>Ends the report; the counts are its last line.</summary>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>When it is written.</returns>
    public async Task EndAsync(CancellationToken ct)
    {
        if (_json is null)
        {
            if (Stored == 0 && Refused == 0 && Deduplicated > 0)
                _screen.Note("Nothing new: every line was said before.");
            _screen.Line($"{Stored} stored, {Deduplicated} deduplicated, {Refused} refused of {Lines} lines");
            return;
        }
        _json.WriteEndArray();
        _json.WriteNumber("stored", Stored);
        _json.WriteNumber("deduplicated", Deduplicated);
        _json.WriteNumber("refused", Refused);
        _json.WriteNumber("lines", Lines);
        _json.WriteEndObject();
        await _json.FlushAsync(ct);
        await _screen.WriteJsonAsync(ReadOnlyMemory<byte>.Empty, ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_json is not null)
            await _json.DisposeAsync();
    }

    private void Take(ImportLine line, JsonElement result)
    {
        var problem = result.Member("problem");
        if (problem is { } refusal)
        {
            Refused++;
            if (_json is null)
                Name(line, refusal);
        }
        else if (result.IsTrue("deduplicated"))
        {
            Deduplicated++;
        }
        else
        {
            Stored++;
        }
        if (_json is not null)
            Write(_json, line, result, problem);
    }

    private void Name(ImportLine line, JsonElement problem)
    {
        foreach (var cause in ApiRefusal.Causes(problem))
            _screen.Note($"{line.File}:{line.Number}: {cause}");
    }

    private static void Write(Utf8JsonWriter json, ImportLine line, JsonElement result, JsonElement? problem)
    {
        json.WriteStartObject();
        json.WriteNumber("index", line.Index);
        json.WriteString("file", line.File);
        json.WriteNumber("line", line.Number);
        json.WriteNumber("status", result.Count("status"));
        json.WriteString("id", result.Text("id"));
        json.WriteBoolean("deduplicated", result.IsTrue("deduplicated"));
        json.WritePropertyName("problem");
        if (problem is { } refusal)
            refusal.WriteTo(json);
        else
            json.WriteNullValue();
        json.WriteEndObject();
    }
}
