using System.Globalization;
using ObsControlPlane.Retrieval.Evaluation.Scoring;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>Tells the figures of the worlds, as the section of a page.</summary>
internal static class WorldReport
{
    public static IReadOnlyList<string> Lines(WorldParameters parameters, WorldFigures figures, int seeds) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"Written by `tests/Retrieval.Evaluation world --seeds {seeds} --issues {parameters.Issues}{(parameters.OwnNames ? " --apart" : "")}`. Every parameter is in `Outcomes/WorldParameters.cs` and was fixed before anything was measured."),
        parameters.OwnNames
            ? "Only that each issue has a component and a code with names of their own was added after a first measurement, in which issues shared them and search could not tell them apart; those worlds follow below."
            : "Components, symptoms and codes are shared by many issues here, so that a question is like fixes of other issues too.",
        string.Create(CultureInfo.InvariantCulture, $"{seeds} worlds of {parameters.Issues} issues with {parameters.FixesPerIssue.Least}–{parameters.FixesPerIssue.Most} fixes each, told in wordings of their own; true rates of {parameters.Rate.Least:F2}–{parameters.Rate.Most:F2} that differ by service and have nothing to do with the wording; {parameters.Wrong:P0} of the reports say the opposite of what happened; fixes after which the issue comes back."),
        string.Create(CultureInfo.InvariantCulture, $"{figures.Questions} questions, each a further wording in one service. All rankers order the same {parameters.Limit} hits with the same history; 95 % bootstrap intervals over all questions."),
        "",
        string.Create(CultureInfo.InvariantCulture, $"fix@1: the first answer works when it is applied (its true rate). Harmful: its true rate is below {parameters.HarmfulBelow:F1}, or it is a fix of another issue; the two shares are shown too."),
        "",
        "| ranked by | fix@1 | harmful | by a fix of the issue | by one of another issue | no answer |",
        "|---|---|---|---|---|---|",
        .. Rankers.All.Select(ranker => $"| {Name(ranker)} | {Show(figures.Fixed(ranker))} | {Show(figures.Harmful(ranker))} | {Show(figures.HarmfulHere(ranker))} | {Show(figures.Elsewhere(ranker))} | {Show(figures.Unanswered(ranker))} |"),
        $"| the truth (best possible) | {Show(figures.Oracle)} | | | | |",
        "",
        string.Create(CultureInfo.InvariantCulture, $"fix@1 is {figures.Fixed(Ranker.Product).Mean / figures.Fixed(Ranker.Similarity).Mean:F2} × that of similarity. Question by question, product − {WorldFigures.Factor} × similarity is {Show(figures.Lead(Ranker.Similarity, WorldFigures.Factor))}, product − percentage {Show(figures.Lead(Ranker.Percentage))}."),
        "",
        .. parameters.IssuesPerRivalry == 0 ? [] : Rivalries(parameters, figures),
    ];

    private static IReadOnlyList<string> Rivalries(WorldParameters parameters, WorldFigures figures) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"A newcomer beside an incumbent with {parameters.IncumbentReports} outcomes, one report of each at a time: median reports of the newcomer until it first stands ahead (0: its wording did before any), and the share that ever did within {parameters.Patience}."),
        "",
        "| newcomer | true rates, incumbent and newcomer | product | ever | percentage | ever |",
        "|---|---|---|---|---|---|",
        .. parameters.Rivalries.Select(rivalry => string.Create(CultureInfo.InvariantCulture, $"| {rivalry.Name} | {rivalry.Incumbent:F1}, {rivalry.Newcomer:F1} | {Count(figures.TakeOver(rivalry, Ranker.Product), parameters)} | {Show(figures.TookOver(rivalry, Ranker.Product))} | {Count(figures.TakeOver(rivalry, Ranker.Percentage), parameters)} | {Show(figures.TookOver(rivalry, Ranker.Percentage))} |")),
    ];

    private static string Name(Ranker ranker) => ranker switch
    {
        Ranker.Product => "the product",
        Ranker.Similarity => "similarity alone",
        _ => "percentage of successes alone",
    };

    private static string Show(Interval interval) => string.Create(CultureInfo.InvariantCulture, $"{interval.Mean:F3} [{interval.Low:F3}, {interval.High:F3}]");

    private static string Count(Interval interval, WorldParameters parameters) =>
        $"{Count(interval.Mean, parameters)} [{Count(interval.Low, parameters)}, {Count(interval.High, parameters)}]";

    private static string Count(double reports, WorldParameters parameters) =>
        reports > parameters.Patience ? $"> {parameters.Patience}" : reports.ToString("0.#", CultureInfo.InvariantCulture);
}
