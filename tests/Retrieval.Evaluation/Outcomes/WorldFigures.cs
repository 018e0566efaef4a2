using ObsControlPlane.Retrieval.Evaluation.Scoring;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>What all worlds together say.</summary>
/// <param name="parameters">What was chosen.</param>
/// <param name="outcomes">What came of each world.</param>
internal sealed class WorldFigures(WorldParameters parameters, IReadOnlyList<WorldOutcome> outcomes)
{
    /// <summary>How much better than similarity the product must be.</summary>
    public const double Factor = 1.3;

    private readonly List<WorldQuestion> _questions = [.. outcomes.SelectMany(outcome => outcome.Questions)];

    /// <summary>Questions asked.</summary>
    public int Questions => _questions.Count;

    /// <summary>Share of questions whose first answer works.</summary>
    public Interval Fixed(Ranker ranker) => Over(question => question.Fixed(ranker));

    /// <summary>The most that any ranker could reach.</summary>
    public Interval Oracle => Over(question => question.Best);

    /// <summary>Share of questions whose first answer is harmful.</summary>
    public Interval Harmful(Ranker ranker) => Over(question => question.Harmful(ranker, parameters.HarmfulBelow));

    /// <summary>Share of questions whose first answer is of the issue, and harmful.</summary>
    public Interval HarmfulHere(Ranker ranker) => Over(question => question.Works[ranker] > 0 ? question.Harmful(ranker, parameters.HarmfulBelow) : 0);

    /// <summary>Share of questions whose first answer is of another issue.</summary>
    public Interval Elsewhere(Ranker ranker) => Over(question => question.Works[ranker] == 0 ? 1 : 0);

    /// <summary>Share of questions without an answer.</summary>
    public Interval Unanswered(Ranker ranker) => Over(question => question.Works[ranker] is null ? 1 : 0);

    /// <summary>How much oftener the product's first answer works than a multiple of another ranker's, question by question.</summary>
    public Interval Lead(Ranker over, double factor = 1) => Over(question => question.Fixed(Ranker.Product) - (factor * question.Fixed(over)));

    /// <summary>Reports of the newcomer until it was ahead; one that never was counts as one report more than anybody waited for.</summary>
    public Interval TakeOver(Rivalry rivalry, Ranker ranker) => Interval.OfMedian([.. Ends(rivalry, ranker).Select(reports => (double)(reports ?? parameters.Patience + 1))]);

    /// <summary>Share of newcomers that were ahead at some time.</summary>
    public Interval TookOver(Rivalry rivalry, Ranker ranker) => Interval.Of([.. Ends(rivalry, ranker).Select(reports => reports is null ? 0.0 : 1.0)]);

    private IEnumerable<int?> Ends(Rivalry rivalry, Ranker ranker) => outcomes.SelectMany(outcome => outcome.Rivalries)
        .Where(end => end.Rivalry == rivalry).Select(end => ranker == Ranker.Product ? end.Product : end.Percentage);

    private Interval Over(Func<WorldQuestion, double> measure) => Interval.Of([.. _questions.Select(measure)]);
}
