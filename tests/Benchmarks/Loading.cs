using System.Net.Http.Json;

namespace ObsControlPlane.Benchmarks;

/// <summary>Puts fixes into the product.</summary>
internal static class Loading
{
    public const int BatchSize = 5_000;

    public static async Task BatchesAsync(HttpClient client, IEnumerable<SampleFix> fixes)
    {
        foreach (var batch in fixes.Chunk(BatchSize))
        {
            using var answer = await client.PostAsJsonAsync(
                new Uri("/api/fixes/batch", UriKind.Relative), batch.Select(fix => new { issue = fix.Issue, solution = fix.Solution }));
            answer.EnsureSuccessStatusCode();
        }
    }
}
