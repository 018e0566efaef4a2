using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Benchmarks;

/// <summary>
/// Data folders of fixes with all their vectors (<see cref="Filling"/>), written once a run and copied for each case.
/// </summary>
internal static class PreparedData
{
    private const int Group = 2_000;

    private static readonly Dictionary<(int Size, bool Seeded), PreparedSet> Sets = [];

    /// <summary>The fixes of a size and the folder with them; made when first asked for.</summary>
    /// <param name="options">Where texts and vectors come from.</param>
    /// <param name="size">How many fixes.</param>
    /// <param name="seeded">True for seeded texts and vectors whatever files are given: sizes that the files cannot fill are compared by them.</param>
    public static async Task<PreparedSet> OfAsync(BenchmarkOptions options, int size, bool seeded = false)
    {
        if (!Sets.TryGetValue((size, seeded), out var set))
        {
            var all = Texts.Fixes(seeded ? size : Math.Max(size, 100_000), seeded ? null : options.Data, seed: 7);
            set = new PreparedSet(Texts.Spread(all, size), Directory.CreateTempSubdirectory("ocp-prepared-").FullName);
            Sets[(size, seeded)] = set;
            Console.Error.WriteLine($"preparing {size} fixes");
            await WriteAsync(set, seeded ? null : options.Vectors);
        }

        return set;
    }

    /// <summary>Deletes all of them.</summary>
    public static void Delete()
    {
        foreach (var set in Sets.Values)
            Directory.Delete(set.Folder, recursive: true);
        Sets.Clear();
    }

    private static async Task WriteAsync(PreparedSet set, string? vectors)
    {
        await using var store = SqliteStore.Open(set.Folder, TimeProvider.System, new SqliteOptions { MakesVectors = true, CheckpointPages = 100_000 });
        await Filling.TellAsync(new SqliteAgentRegistry(store), new SqliteFixMemory(store), set.Fixes, store.Now, Group);
        await Filling.StoreVectorsAsync(new SqliteVectorMemory(store), set.Fixes, new FixVectors(vectors));
    }
}
