using System.Text;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace ObsControlPlane.Api.Terminal.Printing;

/// <summary>One of the process's two output streams, as Spectre.Console wants to see it.</summary>
internal sealed class StandardStream : IAnsiConsoleOutput, IDisposable
{
    // Redirected output has no edge; wide enough that a table of ids and counts never wraps, narrow enough to read in a pager.
    private const int WidthWhenRedirected = 160;

    // A terminal may not know its size; a bar that is redrawn must assume one.
    private const int UsualHeight = 24;

    private readonly StreamWriter _writer;

    private StandardStream(Stream raw, bool terminal)
    {
        Raw = raw;
        IsTerminal = terminal;
        _writer = new StreamWriter(raw, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }

    /// <summary>The bytes themselves.</summary>
    public Stream Raw { get; }

    /// <inheritdoc/>
    public bool IsTerminal { get; }

    /// <inheritdoc/>
    public TextWriter Writer => _writer;

    /// <inheritdoc/>
    public int Width => IsTerminal && Console.BufferWidth > 0 ? Console.BufferWidth : WidthWhenRedirected;

    /// <inheritdoc/>
    public int Height => IsTerminal && Console.BufferHeight > 0 ? Console.BufferHeight : UsualHeight;

    /// <summary>Standard output.</summary>
    /// <returns>The stream.</returns>
    public static StandardStream Output() => new(Open(1, Console.OpenStandardOutput), !Console.IsOutputRedirected);

    /// <summary>Standard error.</summary>
    /// <returns>The stream.</returns>
    public static StandardStream Error() => new(Open(2, Console.OpenStandardError), !Console.IsErrorRedirected);

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding)
    {
        // Output is UTF-8 whatever the console would like: scripts read it, and stored text knows no other encoding.
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    // The console's own stream swallows a closed pipe, so that an export into `head` would run to its end for nobody. A file stream tells;
    // on a real file, though, it would write at a position of its own and overwrite what other processes put into the same file.
    private static Stream Open(int descriptor, Func<Stream> console)
    {
        if (OperatingSystem.IsWindows())
            return console();
        var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? console() : stream;
    }
}
