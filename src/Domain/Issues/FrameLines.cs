namespace ObsControlPlane.Domain.Issues;

/// <summary>Reads the frame lines of the common languages: Java and its kin, .NET, JavaScript, Python, Ruby, PHP, Dart, C, Rust, Elixir.</summary>
/// <remarks>Go writes a frame on two lines; <see cref="StackTrace"/> puts them together.</remarks>
internal static class FrameLines
{
    private const int LongestLine = 2000;

    /// <summary>The frame that a trimmed line holds; null when it holds none.</summary>
    internal static StackFrame? Read(ReadOnlySpan<char> line)
    {
        if (line.Length is < 4 or > LongestLine)
            return null;
        return line[0] switch
        {
            'a' when line.StartsWith("at ") => AfterAt(line[3..].Trim()),
            'F' when line.StartsWith("File \"") => Python(line),
            '#' when char.IsAsciiDigit(line[1]) => Numbered(line),
            '(' when line.Contains(".ex", StringComparison.Ordinal) => Elixir(line),
            >= '0' and <= '9' when Rust(line) is { } rust => rust,
            _ => Ruby(line) ?? Firefox(line),
        };
    }

    /// <summary>Where the line number of <c>file:12</c> or <c>file:12:3</c> begins, its colon; -1 when the text ends in no number.</summary>
    internal static int LinePart(ReadOnlySpan<char> location)
    {
        var cut = -1;
        for (var part = 0; part < 2; part++)
        {
            var end = cut < 0 ? location.Length : cut;
            var colon = location[..end].LastIndexOf(':');
            if (colon <= 0 || !CharKind.IsAllDigits(location[(colon + 1)..end]))
                break;
            cut = colon;
        }

        return cut;
    }

    private static StackFrame? AfterAt(ReadOnlySpan<char> frame)
    {
        frame = AfterWord(AfterWord(frame, "async "), "new ");
        var paren = frame.IndexOf('(');
        if (paren < 0)
            return LinePart(frame) is > 0 and var line && !frame[..line].Contains(' ') ? new StackFrame("", frame[..line].ToString()) : null;
        if (paren == 0)
            return null;
        return frame[paren - 1] == ' ' ? JavaScript(frame, paren) : JavaOrDotNet(frame, paren);
    }

    // Foo.bar [as baz] (file:///x.js:1:2)
    private static StackFrame? JavaScript(ReadOnlySpan<char> frame, int paren)
    {
        var name = frame[..(paren - 1)];
        var alias = name.IndexOf(" [as ");
        name = alias > 0 ? name[..alias] : name;
        var close = frame.LastIndexOf(')');
        if (close <= paren || name.Contains(' '))
            return null;
        var location = frame[(paren + 1)..close];
        var line = LinePart(location);
        // Mono writes a blank before the arguments: A.B.C (System.String key) [0x00000] in <filename unknown>:0
        if (frame[(close + 1)..].Contains(" in <", StringComparison.Ordinal) || frame[(close + 1)..].StartsWith(" [0x"))
            return new StackFrame(name.ToString());
        if (line < 0 && location is not ("<anonymous>" or "native" or "index 0"))
            return null;
        return new StackFrame(name.ToString(), (line < 0 ? location : location[..line]).ToString());
    }

    // java.base/java.lang.Thread.run(Thread.java:834) ~[?:?] or A.B`1.C[T](String x) in C:\a\b.cs:line 12
    private static StackFrame? JavaOrDotNet(ReadOnlySpan<char> frame, int paren)
    {
        var name = frame[..paren];
        var close = frame[paren..].IndexOf(')');
        if (close < 0 || name.Contains(' ') || name.IndexOf('.') <= 0)
            return null;
        var inside = frame.Slice(paren + 1, close - 1);
        var after = frame[(paren + close + 1)..];
        var isCertain = LinePart(inside) > 0
            || inside is "Native Method" or "Unknown Source" or "SourceFile"
            || inside.EndsWith(".java") || inside.EndsWith(".kt") || inside.EndsWith(".scala")
            || after.Contains(":line ", StringComparison.Ordinal);
        if (!isCertain && after.Trim().Length > 0)
            return null;
        var module = name.LastIndexOf('/');
        return new StackFrame(name[(module + 1)..].ToString(), IsCertain: isCertain);
    }

    // File "/app/x.py", line 12, in run
    private static StackFrame? Python(ReadOnlySpan<char> line)
    {
        const int open = 6;
        var close = line[open..].IndexOf('"');
        if (close <= 0 || !line[(open + close + 1)..].StartsWith(", line "))
            return null;
        var function = line.LastIndexOf(", in ");
        return new StackFrame(
            function > 0 ? line[(function + 5)..].ToString() : "",
            line.Slice(open, close).ToString(),
            IsCalledLast: true);
    }

    private static StackFrame? Numbered(ReadOnlySpan<char> line)
    {
        var rest = line[CharKind.EndOfDigits(line, 1)..].Trim();
        if (rest is "{main}")
            return new StackFrame("{main}");
        if (rest.StartsWith("[internal function]: "))
            return new StackFrame(BeforeParen(rest[21..]).ToString(), "[internal function]");

        // PHP: /app/x.php(12): Foo->bar('x')
        var call = rest.IndexOf("): ");
        var open = call > 0 ? rest[..call].LastIndexOf('(') : -1;
        if (open > 0 && CharKind.IsAllDigits(rest[(open + 1)..call]))
            return new StackFrame(BeforeParen(rest[(call + 3)..]).ToString(), rest[..open].ToString());

        // gdb: 0x00007f in foo (x=1) at main.c:12
        var address = rest.IndexOf(" in ");
        var paren = rest.IndexOf(" (");
        if (paren <= 0)
            return null;
        var name = rest[..paren];
        if (name.StartsWith("0x") && address > 0 && address < paren)
            name = rest[(address + 4)..paren];
        var at = rest.LastIndexOf(") at ");
        if (at > 0 && LinePart(rest[(at + 5)..]) > 0)
            return new StackFrame(name.ToString());
        if (rest.Contains(") from ", StringComparison.Ordinal))
            return new StackFrame(name.ToString(), IsCertain: false);

        // Dart: main.<anonymous closure> (package:app/x.dart:1:2)
        var location = rest[(paren + 2)..].TrimEnd(')');
        var part = LinePart(location);
        return part > 0 || location.StartsWith("dart:") || location.StartsWith("package:")
            ? new StackFrame(name.ToString(), (part > 0 ? location[..part] : location).ToString())
            : null;
    }

    // [from ]/app/x.rb:12:in `run'
    private static StackFrame? Ruby(ReadOnlySpan<char> line)
    {
        var mark = line.IndexOf(":in ");
        if (mark <= 0 || mark + 5 >= line.Length || line[mark + 4] is not ('`' or '\''))
            return null;
        var file = AfterWord(line[..mark], "from ");
        var part = LinePart(file);
        var close = line[(mark + 5)..].IndexOf('\'');
        return part > 0 && close > 0 ? new StackFrame(line.Slice(mark + 5, close).ToString(), file[..part].ToString()) : null;
    }

    // run@https://example.com/app.js:1:2
    private static StackFrame? Firefox(ReadOnlySpan<char> line)
    {
        var sign = line.IndexOf('@');
        var part = sign < 0 ? -1 : LinePart(line);
        return part > sign && line[(sign + 1)..].Contains('/') && !line.Contains(' ')
            ? new StackFrame(line[..sign].ToString(), line[(sign + 1)..part].ToString())
            : null;
    }

    // 12: app::run
    private static StackFrame? Rust(ReadOnlySpan<char> line)
    {
        var colon = CharKind.EndOfDigits(line, 0);
        if (colon + 2 >= line.Length || line[colon] != ':' || line[colon + 1] != ' ')
            return null;
        var name = line[(colon + 2)..].Trim();
        var hash = name.LastIndexOf("::h");
        if (hash > 0 && name.Length - hash == 19)
            name = name[..hash];
        if (name.StartsWith("0x") && name.IndexOf(" - ") is > 0 and var dash)
            name = name[(dash + 3)..];
        return name.Contains("::", StringComparison.Ordinal) && !name.Contains(' ') || name is "main" or "rust_begin_unwind"
            ? new StackFrame(name.ToString(), IsCertain: false)
            : null;
    }

    // (app 1.2.3) lib/x.ex:12: App.X.run/1
    private static StackFrame? Elixir(ReadOnlySpan<char> line)
    {
        var close = line.IndexOf(") ");
        var mark = line.LastIndexOf(": ");
        return close > 0 && mark > close && LinePart(line[(close + 2)..mark]) > 0 ? new StackFrame(line[(mark + 2)..].ToString()) : null;
    }

    private static ReadOnlySpan<char> BeforeParen(ReadOnlySpan<char> call) => call.IndexOf('(') is > 0 and var paren ? call[..paren] : call;

    private static ReadOnlySpan<char> AfterWord(ReadOnlySpan<char> text, string word) => text.StartsWith(word) ? text[word.Length..] : text;
}
