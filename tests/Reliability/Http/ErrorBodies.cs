using System.Text.RegularExpressions;

namespace ObsControlPlane.Reliability.Http;

/// <summary>Every error body of a run, searched for what it must not tell: stack, statement, path, host, version.</summary>
internal sealed partial class ErrorBodies
{
    private readonly Lock _gate = new();
    private readonly List<string> _leaks = [];
    private readonly HashSet<string> _malformed = [];

    public long Count { get; private set; }

    public IReadOnlyList<string> Leaks
    {
        get
        {
            lock (_gate)
                return [.. _leaks];
        }
    }

    /// <summary>Errors that are no problem document.</summary>
    public IReadOnlyList<string> Malformed
    {
        get
        {
            lock (_gate)
                return [.. _malformed];
        }
    }

    /// <summary>Takes one answer of 400 or more.</summary>
    /// <param name="route">Method and path, for the finding.</param>
    /// <param name="status">Its status.</param>
    /// <param name="mediaType">Media type of the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="sent">Everything the caller sent: what it said itself may be quoted back.</param>
    public void Add(string route, int status, string? mediaType, string body, string sent)
    {
        // Health answers 503 with its own shape, which names the version: it is no error.
        if (route.StartsWith("GET /health", StringComparison.Ordinal))
            return;
        var leak = FindLeak(body, sent);
        lock (_gate)
        {
            Count++;
            if (leak is not null && _leaks.Count < 100)
                _leaks.Add($"{route} {status} tells \"{leak}\": {(body.Length > 300 ? body[..300] : body)}");
            // A path with a NUL is refused by the HTTP server itself, before any program of ours sees it.
            if (mediaType != "application/problem+json" && !(body.Length == 0 && route.Contains("%00", StringComparison.Ordinal)) && _malformed.Count < 100)
                _malformed.Add($"{route} {status} is {mediaType ?? "without media type"}");
        }
    }

    /// <summary>The first telling text of a body that the request did not hold itself; null when there is none.</summary>
    public static string? FindLeak(string body, string sent) => Telling().Matches(body)
        .Select(match => match.Value)
        .Append(body.Contains(Environment.MachineName, StringComparison.OrdinalIgnoreCase) ? Environment.MachineName : "")
        .FirstOrDefault(found => found.Length > 0 && !sent.Contains(found, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("""
        \bat\ [A-Z]\w+(\.\w+)+\(|\.cs\b|:line\ \d|\bSystem\.[A-Z]\w+|\bMicrosoft\.[A-Z]\w+|\bObsControlPlane\.[A-Z]\w+|\w+Exception\b|\bSQLite\b|\bKestrel\b|\bASP\.NET\b
        |\bSELECT\s.+\sFROM\b|\bINSERT\s+(OR\s+\w+\s+)?INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE\s+FROM\b|\bPRAGMA\b|\bfts5\b|\bMERGE\s+\(|\bMATCH\s+\(
        |/(tmp|home|root|var|usr|etc|opt|mnt|proc)/|[A-Z]:\\\\|\.db(-wal|-shm)?\b|\blocalhost\b|\b127\.0\.0\.1\b|\b\d+\.\d+\.\d+(\.\d+)?\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Telling();
}
