using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Contracts.Search;

/// <summary>Records to put into an index.</summary>
internal static class IndexSamples
{
    public static RecordFacts Facts(int id, long ts = 0, bool isFix = true) =>
        new(Guid(id), isFix, ts, null, 0, null, []);

    public static Guid Guid(int id) => new(id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public static Fingerprint Issue(int number) => Fingerprint.OfMasked($"issue {number}");

    public static IndexedText Body(string terms) => new("", terms, "");

    public static SearchIndex Of(params string[] bodies)
    {
        var index = new SearchIndex();
        for (var i = 0; i < bodies.Length; i++)
            index.Put(i + 1, Facts(i + 1), null, Body(bodies[i]));
        index.Publish();
        return index;
    }

    public static WordHits Words(this SearchIndex index, string terms, int depth = 10, SearchRestriction? restriction = null) =>
        index.View.Words(terms.Split(' ', StringSplitOptions.RemoveEmptyEntries), depth, restriction ?? SearchRestriction.None, default);

    public static long[] Rids(this IReadOnlyList<IndexHit> hits) => [.. hits.Select(hit => hit.Rid)];

    /// <summary>Unit vectors around centres that lie off the origin, as those of an embedding model do.</summary>
    public static float[][] Clustered(int count, int dimension, int clusters, int seed)
    {
        var random = new Random(seed);
        var common = Normal(random, dimension, 1);
        var centres = Enumerable.Range(0, clusters).Select(_ => Normal(random, dimension, 1)).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var centre = centres[random.Next(clusters)];
            var noise = Normal(random, dimension, .6);
            return Unit([.. centre.Select((c, i) => (float)(c + noise[i] + common[i]))]);
        })];
    }

    public static float[] Unit(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(x => (double)x * x));
        return [.. vector.Select(x => length > 0 ? (float)(x / length) : 0)];
    }

    private static double[] Normal(Random random, int dimension, double deviation) =>
        [.. Enumerable.Range(0, dimension).Select(_ => deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
}
