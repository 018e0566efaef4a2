namespace ObsControlPlane.Domain.Issues;

/// <summary>One frame of a stack trace without its line: what was running, and where it is written.</summary>
/// <param name="Function">The function, with its class or module where the trace says it; empty for code outside one.</param>
/// <param name="File">The file as the trace has it; empty where it is not said or the function says it all.</param>
/// <param name="IsCertain">Whether the line can hardly be anything but a frame. Of the others it takes two.</param>
/// <param name="IsCalledLast">Whether this language prints the innermost frame last.</param>
internal sealed record StackFrame(string Function, string File = "", bool IsCertain = true, bool IsCalledLast = false)
{
    /// <summary>The frame as it counts for the fingerprint: the file by its last two parts, as the folders above differ by machine.</summary>
    public override string ToString() => (Function.Length, File.Length) switch
    {
        (_, 0) => Function,
        (0, _) => ShortFile,
        _ => $"{Function} ({ShortFile})",
    };

    private string ShortFile
    {
        get
        {
            var parts = File.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
            return string.Join('/', parts.TakeLast(2));
        }
    }
}
