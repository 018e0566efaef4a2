namespace ObsControlPlane.Retrieval.Evaluation.Scoring;

/// <summary>What recall searches with.</summary>
internal enum Mode
{
    /// <summary>Words alone: the product without an embedder.</summary>
    Words = 0,

    /// <summary>Vectors alone: words weigh nothing.</summary>
    Vectors = 1,

    /// <summary>The product as it comes.</summary>
    Hybrid = 2,
}

/// <summary>Settings of the product for a mode.</summary>
internal static class Modes
{
    public static readonly IReadOnlyList<Mode> All = Enum.GetValues<Mode>();

    public static (string Name, string Value)[] Settings(Mode mode) => mode switch
    {
        Mode.Words => [("Embedding:Model", "none")],
        Mode.Vectors => [("Embedding:Weight", "1")],
        _ => [],
    };
}
