namespace ObsControlPlane.Benchmarks;

/// <summary>One case: what it compares, and how it runs.</summary>
/// <param name="Id">Short name, used by <c>--only</c>.</param>
/// <param name="What">Subject against reference.</param>
/// <param name="RunAsync">Runs it and adds its rows.</param>
internal sealed record BenchmarkCase(string Id, string What, Func<BenchmarkOptions, RatioTable, Task> RunAsync);

/// <summary>Every case, in the order they run.</summary>
internal static class Cases
{
    public static IReadOnlyList<BenchmarkCase> All =>
    [
        new("masking", "masking 2 MB against 1 MB", MaskingCase.RunAsync),
        new("import", "import over HTTP against raw SQLite with the same rows and indexes", ImportCase.RunAsync),
        new("writes", "16 clients over HTTP against raw SQLite group commit of the same rows", WritesCase.RunAsync),
        new("e1", "nearest vectors in process against an exact scan", NearestCase.RunAsync),
        new("e4", "words in process against FTS5 over the same terms", WordsCase.RunAsync),
        new("recall", "recall over HTTP at 10k and 100k fixes", RecallCase.RunAsync),
    ];
}
