using System.Text;
using System.Text.Unicode;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Terminal;

/// <summary>A text that is given as a word of the command line, or as <c>-</c> to be read from standard input.</summary>
internal static class TextArgument
{
    /// <summary>Reads the text.</summary>
    /// <param name="given">The word.</param>
    /// <param name="verb">The verb, for a failure's sentence.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <returns>The text, without the one line break at the end that <c>echo</c> and editors add.</returns>
    /// <exception cref="TerminalFailure">Standard input is not UTF-8 or longer than any body may be.</exception>
    public static async Task<string> ReadAsync(string given, string verb, CancellationToken ct)
    {
        if (given != "-")
            return given;
        await using var input = Console.OpenStandardInput();
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await input.ReadAsync(buffer, ct) is var count and > 0)
        {
            read.Write(buffer, 0, count);
            if (read.Length > Limits.BodyBytes)
                throw TerminalFailure.Usage($"Standard input is longer than {Limits.BodyBytes} bytes.", verb);
        }
        var bytes = read.GetBuffer().AsMemory(0, (int)read.Length);
        return Utf8.IsValid(bytes.Span)
            ? WithoutLastBreak(Encoding.UTF8.GetString(bytes.Span))
            : throw TerminalFailure.Usage("Standard input is not UTF-8.", verb);
    }

    private static string WithoutLastBreak(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
