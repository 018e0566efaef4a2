using System.ComponentModel.DataAnnotations;

namespace ObsControlPlane.Domain.Recall;

/// <summary>How recall ranks and how long it may take (section <c>Recall</c>).</summary>
public sealed class RecallSettings
{
    /// <summary>Share b of the standing in a score, 0–0.1; the rest is relevance. Default .1, the most that contract 6 allows.</summary>
    [Range(0, .1)]
    public double StandingWeight { get; set; } = .1;

    /// <summary>
    /// Relevance from which a hit is a result, 0–1, inclusive; default: what was measured for the model, or for words alone. Higher answers
    /// less and errs less. Exact fingerprints and keys are always results.
    /// </summary>
    [Range(0.0, 1.0)]
    public double? Threshold { get; set; }

    /// <summary>Hits taken from words and from vectors before ranking, 1–400; default 200. Of the issue or key itself all are taken, up to 10,000. Independent of <c>limit</c>, so that a smaller one is the head of a larger one.</summary>
    [Range(1, 400)]
    public int Depth { get; set; } = 200;

    /// <summary>Milliseconds an answer has when the caller names no <c>budget_ms</c>; its sources have .8 of it, what they found is read in the rest, 1–10,000; default 1,250: with a store that stands still an answer comes within 1.5 s.</summary>
    [Range(1, Limits.BudgetMilliseconds)]
    public int BudgetMilliseconds { get; set; } = 1_250;
}
