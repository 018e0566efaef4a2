namespace ObsControlPlane.Domain.Issues;

/// <summary>
/// Makes of a stack trace what tells it from others: the exception types, the codes in their messages (<c>ORA-01555</c>, HTTP status,
/// <c>ECONNREFUSED</c>) and the five topmost own frames without line numbers. Messages, arguments and addresses differ each time.
/// </summary>
internal static class StackTrace
{
    private const int Frames = 5;
    private const int Types = 8;

    // A page of prose with a trace quoted in it is told by its prose.
    private const int ProseLinesPerFrame = 4;

    /// <summary>The text itself when it is no stack trace; else one line that is none.</summary>
    internal static string Reduce(string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal))
            return Trace.Of(text) is { } trace ? trace.ToString() : text;

        // A trace inside a JSON log line has its line breaks spelled out.
        if (!text.Contains("\\n", StringComparison.Ordinal))
            return text;
        var spelled = text.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);
        return Trace.Of(spelled) is { } inside ? inside.ToString() : text;
    }

    private sealed class Trace
    {
        private readonly List<StackFrame> _frames = [];
        private readonly List<string> _others = [];
        private int _prose;
        private bool _sawCertain;

        internal static Trace? Of(string text)
        {
            var trace = new Trace();
            trace.Read(text);
            if (trace._frames.Count == 0 || trace._prose > ProseLinesPerFrame * trace._frames.Count)
                return null;
            var isTrace = trace._frames.Count >= 2 || (trace._sawCertain && trace.ExceptionTypes().Count > 0);
            return isTrace ? trace : null;
        }

        public override string ToString()
        {
            var types = ExceptionTypes();
            if (types.Count == 0 && Headline() is { Length: > 0 } headline)
                types.Add(headline);
            var line = string.Join(' ', types.Concat(Codes()).Concat(TopFrames().Select(frame => $"at {frame}")));
            // Whatever was in it, the result is read as a line of text from here on.
            return line.Replace('\n', ' ').Replace("\\n", " ", StringComparison.Ordinal);
        }

        private void Read(string text)
        {
            var previous = "";
            var previousIsFrame = false;
            foreach (var raw in text.AsSpan().EnumerateLines())
            {
                var line = raw.Trim();
                if (line.IsEmpty)
                    continue;
                var frame = FrameLines.Read(line);
                if (frame is null && GoFrame(line, previous) is { } go)
                {
                    // The line before was taken for prose.
                    if (_others.Count > 0)
                        _others.RemoveAt(_others.Count - 1);
                    _prose--;
                    frame = go;
                }

                if (frame is not null)
                {
                    Add(frame, line, previousIsFrame);
                    previous = "";
                }
                else
                {
                    previous = line.ToString();
                    _others.Add(previous);
                    // Python prints the source under each frame.
                    _prose += previousIsFrame && _frames[^1].IsCalledLast ? 0 : 1;
                }

                previousIsFrame = frame is not null;
            }
        }

        private void Add(StackFrame frame, ReadOnlySpan<char> line, bool previousIsFrame)
        {
            // Rust names the place of a frame on a line of its own.
            if (previousIsFrame && frame.Function.Length == 0 && _frames[^1].Function.Contains("::", StringComparison.Ordinal))
                return;
            _frames.Add(frame);
            _sawCertain |= frame.IsCertain;
            // Ruby writes the message behind the first frame.
            var message = line.IndexOf("': ");
            if (message > 0)
                _others.Add(line[(message + 3)..].ToString());
        }

        // main.run(0xc000, 0x1)
        //         /app/main.go:12 +0x1f
        private static StackFrame? GoFrame(ReadOnlySpan<char> line, string previous)
        {
            var ending = line.IndexOf(".go:");
            if (ending <= 0 || previous.Length == 0 || !CharKind.IsDigitAt(line, ending + 4) || line[..ending].Contains(' '))
                return null;
            var paren = previous.LastIndexOf('(');
            var isCall = previous.StartsWith("created by ", StringComparison.Ordinal) || (paren > 0 && previous[^1] == ')' && !previous[..paren].Contains(' ', StringComparison.Ordinal));
            if (!isCall)
                return null;
            return new StackFrame(paren > 0 && previous[^1] == ')' ? previous[..paren] : previous, IsCertain: true);
        }

        private List<string> ExceptionTypes() =>
            _others.SelectMany(Issues.ExceptionTypes.On).Distinct().Take(Types).ToList();

        private IEnumerable<string> Codes() => _others.Take(Types * 2).SelectMany(MessageCodes.On).Distinct().Take(Types);

        // Go, Rust and some of Dart fail with a message and no type: then the message is what there is. A line that ends in a colon
        // ("Traceback (most recent call last):", "Unhandled exception:") only announces it.
        private string? Headline() =>
            _others.FirstOrDefault(line => line.Contains("panic", StringComparison.Ordinal) || line.StartsWith("fatal error", StringComparison.Ordinal))
            ?? _others.FirstOrDefault(line => !line.EndsWith(':') && !line.StartsWith("goroutine ", StringComparison.Ordinal));

        // How deep a recursion was differs each time.
        private static IEnumerable<string> Distinct(IEnumerable<StackFrame> frames)
        {
            var previous = "";
            foreach (var frame in frames.Select(frame => frame.ToString()))
            {
                if (frame != previous)
                    yield return frame;
                previous = frame;
            }
        }

        private IEnumerable<string> TopFrames()
        {
            var fromTop = _frames[0].IsCalledLast ? Enumerable.Reverse(_frames) : _frames;
            var own = Distinct(fromTop.Where(OwnFrames.IsOwn)).Take(Frames).ToList();
            return own.Count > 0 ? own : Distinct(fromTop).Take(Frames);
        }
    }
}
