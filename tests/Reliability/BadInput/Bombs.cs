using System.IO.Compression;
using System.Text;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.BadInput;

/// <summary>B5: small requests that want to become large: refused within 5 s, at most 64 MiB more memory.</summary>
internal sealed class Bombs(OcpServer server, FaultReport report)
{
    private const long MoreMemory = 64L << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public async Task RunAsync(IReadOnlyList<Route> routes)
    {
        List<string> wrong = [], fat = [];
        long most = 0;
        var count = 0;
        foreach (var (route, bomb) in from route in routes from bomb in Of(route) select (route, bomb))
        {
            server.ResetPeak();
            var before = server.PeakBytes();
            var answer = await RawRequest.PostAsync(server.Address, route.Path, bomb.MediaType, bomb.Encoding, bomb.Body, TimeSpan.FromSeconds(20));
            var more = server.PeakBytes() - before;
            most = Math.Max(most, more);
            count++;
            if (!IsRefused(route, bomb, answer) || answer.Took > Longest)
                wrong.Add($"{bomb.Name} to {route.Path}: {answer} after {answer.Took.TotalSeconds:F1} s");
            if (more > MoreMemory)
                fat.Add($"{bomb.Name} to {route.Path}: +{more >> 20} MiB");
        }

        report.Measure("bombs", count, "");
        report.Measure("memory, most more", most / 1048576.0, "MiB");
        report.Add(Check.Nothing("B5 every bomb is refused with 4xx within 5 s", wrong));
        report.Add(Check.Nothing("B5 no bomb costs more than 64 MiB", fat));
    }

    // A stream of lines may answer for the one bad line inside a 200.
    private static bool IsRefused(Route route, Bomb bomb, Answer answer) =>
        answer.Refused || route.IsLines && bomb.MediaType == "application/x-ndjson" && answer.Status == 200 && answer.Body.Contains("\"stored\":0", StringComparison.Ordinal);

    private static IEnumerable<Bomb> Of(Route route)
    {
        const string Json = "application/json";
        yield return new("gzip of 1 GiB", Json, "gzip", Gzip());
        yield return new("arrays 100,000 deep", Json, null, [Encoding.ASCII.GetBytes(new string('[', 100_000) + new string(']', 100_000))]);
        yield return new("objects 100,000 deep", Json, null, [Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000))]);
        yield return new("metadata 100,000 deep", Json, null, [Encoding.ASCII.GetBytes($"{{\"issue\":\"x\",\"solution\":\"y\",\"key\":\"k\",\"content\":\"c\",\"metadata\":{string.Concat(Enumerable.Repeat("{\"a\":", 100_000))}1{new string('}', 100_001)}")]);
        yield return new("a string of 1 GiB", Json, null, Line());
        if (!route.IsLines)
            yield break;
        yield return new("a line of 1 GiB", "application/x-ndjson", null, Line());
        yield return new("gzip of a line of 1 GiB", "application/x-ndjson", "gzip", Gzip());
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Line()
    {
        yield return "{\"issue\":\""u8.ToArray();
        var part = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
        for (var i = 0; i < 1_024; i++)
            yield return part;
    }

    // A gzip file may be many compressed parts in a row: one part is made once and said 64 times.
    private static IEnumerable<ReadOnlyMemory<byte>> Gzip()
    {
        yield return Compress("{\"issue\":\""u8.ToArray());
        var part = Compress(Encoding.ASCII.GetBytes(new string('x', 16 << 20)));
        for (var i = 0; i < 64; i++)
            yield return part;
    }

    private static byte[] Compress(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(plain);
        return packed.ToArray();
    }

    private sealed record Bomb(string Name, string MediaType, string? Encoding, IEnumerable<ReadOnlyMemory<byte>> Body);
}
