using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts;

/// <summary>Asks the legs of a search, and gives records vectors of which the nearness is known.</summary>
internal static class Searching
{
    private const int Dimension = 8;

    internal static readonly ModelStamp First = new("first", "1", Dimension);
    internal static readonly ModelStamp Second = new("second", "1", Dimension);

    /// <summary>A unit vector in a plane, by its angle in degrees: cosines of two are those of the angle between them.</summary>
    internal static float[] Vector(double degrees)
    {
        var vector = new float[Dimension];
        (vector[0], vector[1]) = ((float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180));
        return vector;
    }

    internal static double Cosine(double degrees) => Math.Cos(degrees * Math.PI / 180);

    /// <summary>A question for the vectors alone.</summary>
    internal static SearchQuery Anything(
        int depth = 10, SearchKinds kinds = SearchKinds.FixesAndMemories, SearchFilter? filter = null, long? before = null, params Guid[] exclude) =>
        Samples.Words("nothing", depth, kinds, filter, before, null, exclude);

    internal static async Task<IReadOnlyList<LegHit>> ExactAsync(this RecordStore store, SearchQuery query) =>
        (await store.Search.FindExactAsync(query, CancellationToken.None)).Hits;

    internal static Task<WordLeg> WordsAsync(this RecordStore store, SearchQuery query) => store.Search.FindWordsAsync(query, CancellationToken.None);

    internal static Task<VectorLeg> NearestAsync(this RecordStore store, SearchQuery query, double degrees = 0, ModelStamp? model = null) =>
        store.Search.FindNearestAsync(query, new QueryVector(model ?? First, Vector(degrees)), CancellationToken.None);

    internal static async Task<List<Guid>> FoundByWordsAsync(this RecordStore store, SearchQuery query) => Ids((await store.WordsAsync(query)).Hits);

    internal static async Task<List<Guid>> FoundNearAsync(this RecordStore store, SearchQuery query, double degrees = 0, ModelStamp? model = null) =>
        Ids((await store.NearestAsync(query, degrees, model)).Hits);

    /// <summary>Gives records vectors of a model that serves or is made.</summary>
    internal static Task<int> EmbedAsync(this RecordStore store, ModelStamp model, params (Guid Id, double Degrees)[] vectors) =>
        store.Vectors.StoreVectorsAsync(model, [.. vectors.Select(v => new RecordVector(v.Id, Vector(v.Degrees)))], CancellationToken.None);

    internal static Task<VectorStats> AdoptAsync(this RecordStore store, ModelStamp model) => store.Vectors.AdoptModelAsync(model, CancellationToken.None);

    internal static Task<VectorStats> ReEmbedAsync(this RecordStore store, ModelStamp model) => store.Vectors.StartReEmbeddingAsync(model, CancellationToken.None);

    internal static Task<VectorStats> VectorStatsAsync(this RecordStore store) => store.Vectors.GetVectorStatsAsync(CancellationToken.None);

    internal static async Task<List<Guid>> WaitingAsync(this RecordStore store, int limit = 100) =>
        [.. (await store.Vectors.GetWaitingAsync(limit, CancellationToken.None)).Select(text => text.Id)];

    internal static List<Guid> Ids(IEnumerable<LegHit> hits) => [.. hits.Select(h => h.Id)];
}
