namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>A way of ordering the same hits.</summary>
internal enum Ranker
{
    /// <summary>As the product answers: its results in their order; what is to be avoided is no answer.</summary>
    Product = 0,

    /// <summary>By relevance alone, what is to be avoided among them.</summary>
    Similarity = 1,

    /// <summary>By worked ÷ (worked + failed) of all reports, ties by relevance, fixes without outcomes last; what is to be avoided among them.</summary>
    Percentage = 2,
}

/// <summary>The rankers at work.</summary>
internal static class Rankers
{
    public static readonly IReadOnlyList<Ranker> All = Enum.GetValues<Ranker>();

    /// <summary>The answer's fixes as a ranker orders them, best first.</summary>
    public static IReadOnlyList<Guid> Order(Ranker ranker, WorldAnswer answer) => ranker switch
    {
        Ranker.Product => [.. answer.Results.Select(hit => hit.Fix)],
        Ranker.Similarity => [.. answer.Found.OrderByDescending(hit => hit.Relevance).Select(hit => hit.Fix)],
        _ => [.. answer.Found.OrderByDescending(hit => hit.Percentage ?? -1).ThenByDescending(hit => hit.Relevance).Select(hit => hit.Fix)],
    };
}
