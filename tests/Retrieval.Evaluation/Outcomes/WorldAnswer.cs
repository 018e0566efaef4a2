using ObsControlPlane.Application.Fixes;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>An answer of the product, with what other rankers would order it by.</summary>
/// <param name="Results">Its results, in their order.</param>
/// <param name="Avoid">What it says is to be avoided, in its order.</param>
internal sealed record WorldAnswer(IReadOnlyList<WorldHit> Results, IReadOnlyList<WorldHit> Avoid)
{
    /// <summary>Everything that was found.</summary>
    public IEnumerable<WorldHit> Found => Results.Concat(Avoid);

    public static WorldAnswer Of(RecallAnswer answer) =>
        answer.Complete ? new([.. answer.Results.Select(Hit)], [.. answer.Avoid.Select(Hit)])
        : throw new InvalidOperationException($"the answer is incomplete: {string.Join(", ", answer.Sources)}");

    private static WorldHit Hit(RecallHit hit)
    {
        var outcomes = hit.Fix!.Fix.Outcomes;
        var conclusive = outcomes.Worked + outcomes.AllFailed;
        return new WorldHit(
            hit.Fix.Fix.Id, hit.Signals.Where(signal => signal.Name != "standing").Sum(signal => signal.Contribution),
            conclusive == 0 ? null : outcomes.Worked / (double)conclusive);
    }
}

/// <summary>One hit.</summary>
/// <param name="Fix">Id of the fix.</param>
/// <param name="Relevance">The part of its score that no outcome has a hand in; comparable within an answer.</param>
/// <param name="Percentage">Worked ÷ (worked + failed) of its reports, 0–1; null without any.</param>
internal sealed record WorldHit(Guid Fix, double Relevance, double? Percentage);
