using System.Text.Json;

namespace ObsControlPlane.Reliability.Server;

/// <summary>What the servers of a run wrote to their standard output, judged line by line.</summary>
internal sealed class ServerLog
{
    private readonly Lock _gate = new();
    private readonly List<string> _broken = [];
    private readonly Queue<string> _newest = new();

    public long Lines { get; private set; }

    /// <summary>Lines that are not one JSON object, the first hundred.</summary>
    public IReadOnlyList<string> Broken
    {
        get
        {
            lock (_gate)
                return [.. _broken];
        }
    }

    public string Tail
    {
        get
        {
            lock (_gate)
                return string.Join('\n', _newest);
        }
    }

    /// <summary>Takes one line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="mayBeCut">True for the last line of a process that was killed.</param>
    public void Add(string line, bool mayBeCut)
    {
        var broken = !mayBeCut && !IsObject(line);
        lock (_gate)
        {
            Lines++;
            _newest.Enqueue(line.Length > 300 ? line[..300] : line);
            if (_newest.Count > 5)
                _newest.Dequeue();
            if (broken && _broken.Count < 100)
                _broken.Add(line.Length > 160 ? line[..160] : line);
        }
    }

    private static bool IsObject(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
