namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>A newcomer beside an incumbent.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="OneWording">Whether both are told, and asked for, in one wording; else each has its own and the question a further one.</param>
/// <param name="Incumbent">True rate of the incumbent, 0–1.</param>
/// <param name="Newcomer">True rate of the newcomer, 0–1.</param>
internal sealed record Rivalry(string Name, bool OneWording, double Incumbent, double Newcomer);

/// <summary>How one ended.</summary>
/// <param name="Rivalry">Which.</param>
/// <param name="Product">Reports of the newcomer when the product first ranked it ahead; null when it had not when nobody waited any longer.</param>
/// <param name="Percentage">The same of the percentage.</param>
internal sealed record RivalryOutcome(Rivalry Rivalry, int? Product, int? Percentage);
