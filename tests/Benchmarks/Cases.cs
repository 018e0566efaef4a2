using ObsControlPlane.Benchmarks.Servers;

namespace ObsControlPlane.Benchmarks;

/// <summary>One case: what it compares, and how it runs.</summary>
/// <param name="Id">Short name, used by <c>--only</c>.</param>
/// <param name="What">Subject against reference.</param>
/// <param name="RunAsync">Runs it and adds its rows.</param>
/// <param name="IsLong">True when it takes many minutes: it runs when it is named, or with <c>--large</c>.</param>
internal sealed record BenchmarkCase(string Id, string What, Func<BenchmarkOptions, RatioTable, Task> RunAsync, bool IsLong = false);

/// <summary>Every case, in the order they run.</summary>
internal static class Cases
{
    /// <summary>Those of the embedded store, or of the servers.</summary>
    public static IReadOnlyList<BenchmarkCase> Of(BenchmarkOptions options) => options.OnServers ? OfServers : Embedded;

    private static IReadOnlyList<BenchmarkCase> Embedded =>
    [
        new("masking", "masking 2 MB against 1 MB", MaskingCase.RunAsync),
        new("import", "import over HTTP against raw SQLite with the same rows and indexes", ImportCase.RunAsync),
        new("import-vectors", "import until every vector is there against the bare model", ImportVectorsCase.RunAsync),
        new("e1", "nearest vectors in process against an exact scan", NearestCase.RunAsync),
        new("e4", "words in process against FTS5 over the same terms", WordsCase.RunAsync),
        new("e5", "recall in process against its legs bare and against the embedding", RecallInProcessCase.RunAsync),
        new("e5-repeat", "recall of a repeated alert: no embedding", RepeatedAlertCase.RunAsync),
        new("e6", "recall over HTTP against recall in process and static content", RecallHttpCase.RunAsync),
        new("e8", "slowest recall over HTTP against the median", RecallHttpCase.RunTailAsync),
        new("e10b", "recall among a million against a tenth", RecallGrowthCase.RunAsync, IsLong: true),
        new("e12", "one client over HTTP against a raw transaction of the same rows", WritesCase.RunSingleAsync),
        new("e13", "16 and 64 clients over HTTP against raw group commit of the same rows", WritesCase.RunManyAsync),
        new("e17", "issues that contain a text against a LIKE scan", SimilarCase.RunAsync),
        new("e18", "recent fixes over HTTP against static content", ReadsCase.RunRecentAsync),
        new("e19", "figures over HTTP against a hello, and many fixes against few", ReadsCase.RunFiguresAsync),
        new("e21", "start to first recall against a hello app with the model", StartCase.RunStartAsync),
        new("e22", "memory against a hello app with the model and the index", StartCase.RunMemoryAsync),
    ];

    private static IReadOnlyList<BenchmarkCase> OfServers =>
    [
        new("p1", "one client over HTTP against a raw transaction of the same rows", ServersWritesCase.RunSingleAsync),
        new("p2", "16 clients over HTTP against raw transactions of the same rows, 16 connections", ServersWritesCase.RunManyAsync),
        new("p3", "16 clients over HTTP with an index over the vectors against without", ServersWritesCase.RunIndexedAsync),
        new("p4", "nearest vectors in PostgreSQL against a raw query of the index", ServersLegsCase.RunNearestAsync),
        new("p6", "words in PostgreSQL against ts_rank_cd", ServersLegsCase.RunWordsAsync),
        new("p7", "recall over HTTP against the questions to the stores in sequence", ServersRecallCase.RunAsync),
        new("p10", "the graph's answers against RETURN 1", GraphHopCase.RunAsync),
        new("p12", "how far the graph is behind at 500 writes/s", GraphLagCase.RunAsync),
        new("p13", "import over HTTP against COPY of the same rows", ServersImportCase.RunAsync),
        new("p14", "recall without the graph against with it", ServersRecallCase.RunWithoutGraphAsync),
    ];
}
