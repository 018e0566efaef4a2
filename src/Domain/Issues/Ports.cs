using System.Collections.Frozen;
using System.Globalization;

namespace ObsControlPlane.Domain.Issues;

/// <summary>Whether the number after a colon is the port of a host, or the line of a file or the value of a name.</summary>
internal static class Ports
{
    private const int FirstUnprivileged = 1024;

    private static readonly FrozenSet<string> SourceEndings = FrozenSet.ToFrozenSet(
    [
        "java", "kt", "kts", "scala", "groovy", "clj", "cs", "fs", "vb", "cshtml", "razor", "py", "pyx", "rb", "erb", "rake", "php", "js", "mjs",
        "cjs", "jsx", "ts", "tsx", "vue", "svelte", "go", "rs", "c", "h", "cc", "cpp", "cxx", "hpp", "m", "mm", "swift", "dart", "lua", "pl",
        "pm", "sh", "bash", "ps1", "sql", "ex", "exs", "erl", "hs", "ml", "r", "jl", "yaml", "yml", "json", "toml", "ini", "conf", "cfg", "xml",
        "tf", "hcl", "html", "css", "log", "txt", "md", "properties", "rules", "tpl", "j2", "jsonnet", "proto", "cob", "f90", "asm", "s",
    ]);

    private static readonly FrozenSet<string> Counted = FrozenSet.ToFrozenSet(
    [
        "line", "lines", "col", "column", "count", "size", "length", "len", "retries", "retry", "attempt", "attempts", "pid", "tid", "uid",
        "gid", "id", "offset", "bytes", "total", "took", "duration", "elapsed", "time", "value", "age", "seq", "row", "rows", "latency",
        "used", "free", "available", "usage", "limit", "timeout", "threshold", "worker", "thread", "partition", "version", "build", "got",
        "expected", "max", "min", "avg", "sum", "current", "queue", "number", "num", "n", "term", "index", "position", "pos", "level",
    ]);

    private static readonly FrozenSet<int> WellKnown = FrozenSet.ToFrozenSet(
    [
        20, 21, 22, 23, 25, 53, 67, 68, 69, 80, 88, 110, 111, 119, 123, 135, 137, 138, 139, 143, 161, 162, 179, 389, 443, 445, 465, 500,
        514, 515, 546, 547, 554, 587, 623, 631, 636, 853, 873, 989, 990, 993, 995,
    ]);

    /// <summary>Whether the digits at <paramref name="at"/>, right after a colon, are a port.</summary>
    internal static bool IsAfterHost(ReadOnlySpan<char> text, int at, MaskedText before)
    {
        var host = before.Back(1);
        // :8080 by itself is how programs say what they listen on; [::1]:8080.
        if (host is '\0' or ' ' or '(' or '=' or '*')
            return true;
        // ":8080" is quoted, "count":8 is JSON; [::1]:8080 is an address, [x]:8 is not.
        if (host is '"' or '\'' or '`')
            return !CharKind.IsWord(before.Back(2)) && before.Back(2) != '>';
        if (host == ']')
            return before.Back(2) == '>';
        if (host == '>' && at >= 2 && char.IsAsciiDigit(text[at - 2]))
            return IsAddressEnd(text, at - 2);
        if (host == '>')
            return true;
        if (!CharKind.IsWord(host))
            return false;

        var words = before.Words();
        if (SourceEndings.Contains(words.First) && before.Back(words.First.Length + 1) == '.')
            return false;
        if (Counted.Contains(words.First))
            return false;
        // A host with a point or a dash in it may have any port; of one word only what looks like a port counts.
        var separator = before.Back(words.First.Length + 1);
        return separator is '.' or '-' or '/' or '@' || words.First is "localhost" || LooksLikePort(text, at);
    }

    // 10.0.0.1:5432 and not 100:2000: the read text tells the two placeholders apart, and a masked text has only placeholders there.
    private static bool IsAddressEnd(ReadOnlySpan<char> text, int last)
    {
        var start = last;
        while (start > 0 && last - start < 4 && char.IsAsciiDigit(text[start - 1]))
            start--;
        return start > 0 && text[start - 1] is '.' or '-';
    }

    private static bool LooksLikePort(ReadOnlySpan<char> text, int at)
    {
        var digits = text[at..CharKind.EndOfDigits(text[..Math.Min(text.Length, at + 6)], at)];
        return digits.Length is >= 2 and <= 5
            && int.Parse(digits, CultureInfo.InvariantCulture) is var port
            && (port >= FirstUnprivileged || WellKnown.Contains(port));
    }
}
