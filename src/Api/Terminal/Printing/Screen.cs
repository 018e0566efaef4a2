using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ObsControlPlane.Api.Terminal.Printing;

/// <summary>Where a verb writes: results to standard output, progress and notes to standard error.</summary>
internal sealed class Screen : IDisposable
{
    private readonly StandardStream _output = StandardStream.Output();
    private readonly StandardStream _error = StandardStream.Error();

    /// <summary>Opens both streams; plain text without escape sequences where a stream is no terminal or NO_COLOR is set.</summary>
    public Screen()
    {
        Out = Create(_output);
        Error = Create(_error);
    }

    /// <summary>Results for a person.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Progress and notes.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Results for a program, byte for byte.</summary>
    public Stream Raw => _output.Raw;

    /// <summary>True when a person watches standard error, so that a bar may move.</summary>
    public bool CanAnimate => Error.Profile.Capabilities.Ansi;

    /// <summary>True when a person reads standard output.</summary>
    public bool IsTerminal => _output.IsTerminal;

    /// <summary>Writes one JSON document and a line break, nothing else: byte for byte into a file or pipe, with the same meaning onto a terminal.</summary>
    /// <param name="document">The document, UTF-8.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>When it is written.</returns>
    public async Task WriteJsonAsync(ReadOnlyMemory<byte> document, CancellationToken ct)
    {
        await Raw.WriteAsync(IsTerminal ? Shown(document) : document, ct);
        await Raw.WriteAsync("\n"u8.ToArray(), ct);
    }

    private static byte[] Shown(ReadOnlyMemory<byte> document) => Encoding.UTF8.GetBytes(Printable.Json(Encoding.UTF8.GetString(document.Span)));

    /// <summary>Writes a sentence to standard error.</summary>
    /// <param name="sentence">The sentence; taken literally, escaped where a terminal would act on it.</param>
    public void Note(string sentence) => Write(Error, sentence, new Style(decoration: Decoration.Dim));

    /// <summary>Writes a line to standard output.</summary>
    /// <param name="line">The line; taken literally, escaped where a terminal would act on it.</param>
    /// <param name="style">How it looks on a terminal.</param>
    public void Line(string line, Style? style = null) => Write(Out, line, style);

    /// <summary>Says on standard error why something was not done, in three parts.</summary>
    /// <param name="what">What did not happen.</param>
    /// <param name="why">Why, one line each.</param>
    /// <param name="remedy">What to do about it.</param>
    public void Fail(string what, IReadOnlyList<string> why, string remedy)
    {
        Write(Error, $"What: {what}", new Style(Color.Red));
        foreach (var cause in why)
            Write(Error, $"Why:  {cause}", null);
        Write(Error, $"Do:   {remedy}", null);
    }

    /// <summary>Writes where an unforeseen exception came from to standard error.</summary>
    /// <param name="bug">The exception.</param>
    public void Trace(Exception bug)
    {
        foreach (var line in (bug.StackTrace ?? "").Split('\n'))
            Write(Error, line, null);
    }

    /// <summary>Writes a table to standard output.</summary>
    /// <param name="table">The table.</param>
    public void Table(IRenderable table) => Out.Write(table);

    /// <summary>A table without heavy lines, plain where standard output is no terminal.</summary>
    /// <param name="columns">Headings, left to right.</param>
    /// <returns>The table, still empty.</returns>
    public Table NewTable(params string[] columns)
    {
        var table = new Table { Border = IsTerminal ? TableBorder.Rounded : TableBorder.None, ShowRowSeparators = false };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        return table;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    // Written past the console where it is plain: the console would break a long line at its width, and scripts read lines.
    private static void Write(IAnsiConsole console, string line, Style? style)
    {
        if (console.Profile.Capabilities.Ansi)
            console.Write(new Text(Printable.Line(line) + "\n", style));
        else
            console.Profile.Out.Writer.WriteLine(Printable.Line(line));
    }

    private static IAnsiConsole Create(StandardStream stream)
    {
        var dumb = string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        var colour = stream.IsTerminal && !dumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = colour ? InteractionSupport.Yes : InteractionSupport.No,
            Out = stream,
            // Left on, it would switch escape sequences on wherever it believes to see a CI service.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
    }
}
