using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ObsControlPlane.Api.FunctionalTests.Host;

/// <summary>Looks over every error body of the whole suite for what none may hold (row B14): stack, SQL, path, host, version.</summary>
internal static partial class Leaks
{
    private static readonly ConcurrentBag<string> FoundSoFar = [];
    private static int _inspected;

    public static IReadOnlyCollection<string> Found => FoundSoFar;

    public static int Inspected => _inspected;

    public static void Inspect(HttpResponseMessage response, string path, string text)
    {
        if ((int)response.StatusCode < 400 || path.StartsWith("/health", StringComparison.Ordinal) || path.StartsWith("/readyz", StringComparison.Ordinal))
            return;
        Interlocked.Increment(ref _inspected);
        // What the caller sent may come back as 'instance'; that is no secret of ours.
        var own = JsonNode.Parse(text) is JsonObject problem && problem.Remove("instance") ? problem.ToJsonString() : text;
        foreach (var leak in In(own))
            FoundSoFar.Add($"{(int)response.StatusCode} {path}: {leak} in {own}");
    }

    public static IEnumerable<string> In(string text) => Forbidden().Matches(text).Select(match => match.Value)
        .Concat(text.Contains(Environment.MachineName, StringComparison.OrdinalIgnoreCase) && Environment.MachineName.Length > 3 ? ["host"] : []);

    [GeneratedRegex(@"   at [\w.]+\(|\w+Exception\b|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|MATCH \()\b|\bsqlite\b|/(home|tmp|root|usr|var|app|work)/|[A-Z]:\\\\|\b(ObsControlPlane|System|Microsoft)\.[A-Z]\w+|\b0\.1\.0\b|Kestrel")]
    private static partial Regex Forbidden();
}
