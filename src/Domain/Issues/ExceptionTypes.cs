namespace ObsControlPlane.Domain.Issues;

/// <summary>Finds the exception types in the lines of a stack trace that are no frames, and the codes that their messages carry.</summary>
internal static class ExceptionTypes
{
    // A type stands at the beginning of its line, or after a log prefix; further on only messages follow.
    private const int LongestHead = 400;

    private static readonly string[] Endings = ["Exception", "Error", "Throwable", "Failure", "Fault", "Panic", "Interrupt", "Exit", "Warning", "Timeout"];

    // What begins another exception on the same line.
    private static readonly string[] Nested = [" ---> ", "; nested exception is ", "Caused by: "];

    /// <summary>The types named on the line, in order; empty when it names none. What follows a type is its message.</summary>
    internal static IEnumerable<string> On(string line)
    {
        var head = line.Length > LongestHead ? line[..LongestHead] : line;
        foreach (var part in head.Split(Nested, StringSplitOptions.RemoveEmptyEntries))
        {
            if (First(part) is { } type)
                yield return type;
        }
    }

    private static string? First(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!IsTypeCharacter(text[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < text.Length && IsTypeCharacter(text[end]))
                end++;
            var type = text[at..end].TrimEnd('.').TrimStart('.', '\\');
            if (EndsLikeType(type) && IsHead(text, end))
                return type;

            // socket.timeout: timed out. A dotted name before a colon, at the very beginning, is a type whatever its ending.
            if (string.IsNullOrWhiteSpace(text[..at]) && text.AsSpan(end).StartsWith(": ") && IsDottedName(type))
                return type;
            at = end;
        }

        return null;
    }

    private static bool IsTypeCharacter(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '$' or '\\';

    private static bool EndsLikeType(string word)
    {
        foreach (var ending in Endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    // "new FooException(" is code, "FooException.create" is a call.
    private static bool IsHead(string text, int end) => end >= text.Length || text[end] is ':' or ' ' or '\'' or '"' or ')' or '`' or ',' or ';' or ']';

    private static bool IsDottedName(string name) =>
        name.LastIndexOf('.') is > 0 and var dot
        && !char.IsAsciiDigit(name[0])
        && name[(dot + 1)..] is not ("py" or "js" or "ts" or "go" or "rb" or "php" or "java" or "cs" or "rs");
}
