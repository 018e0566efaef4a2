using System.CommandLine;
using ObsControlPlane.Retrieval.Evaluation.Calibration;
using ObsControlPlane.Retrieval.Evaluation.Http;
using ObsControlPlane.Retrieval.Evaluation.Outcomes;
using ObsControlPlane.Retrieval.Evaluation.Scoring;

var root = new RootCommand("Measures recall: on retrieval sets, on questions without an answer, and in a world of outcomes.") { Score(), Calibrate(), OverHttp(), Worlds() };
return await root.Parse(args).InvokeAsync();

static Option<string[]> Sets() => new("--set")
{
    Description = "Folder of a retrieval set; may be given several times", Required = true, AllowMultipleArgumentsPerToken = true,
};

static Command Score()
{
    var sets = Sets();
    var modes = new Option<Mode[]>("--mode") { Description = "words, vectors, hybrid; all by default", AllowMultipleArgumentsPerToken = true };
    var cache = new Option<string?>("--cache") { Description = "Folder that keeps the vectors of texts from one run to the next" };
    var gate = new Option<string?>("--gate") { Description = "JSON file of floors: {mode: {set: nDCG@10 at least}}" };
    var report = new Option<string?>("--report") { Description = "Markdown file whose section Retrieval is written anew" };
    var command = new Command("score", "Scores sets through the product's use cases, in process.") { sets, modes, cache, gate, report };
    command.SetAction((parsed, ct) => ScoreCommand.RunAsync(
        new(parsed.GetRequiredValue(sets), parsed.GetValue(modes) is { Length: > 0 } given ? given : Modes.All, parsed.GetValue(cache), parsed.GetValue(gate), parsed.GetValue(report)), ct));
    return command;
}

static Command Calibrate()
{
    var sets = Sets();
    var unanswerable = new Option<string>("--unanswerable") { Description = "File of questions without an answer, {text} a line", Required = true };
    var cache = new Option<string?>("--cache") { Description = "Folder that keeps the vectors of texts from one run to the next" };
    var models = new Option<string?>("--write") { Description = "Folder models whose thresholds are written" };
    var report = new Option<string?>("--report") { Description = "Markdown file whose section No answer is written anew" };
    var gate = new Option<bool>("--gate") { Description = "Fail when the bar does not hold" };
    var command = new Command("calibrate", "Measures from which relevance on a hit answers a question.") { sets, unanswerable, cache, models, report, gate };
    command.SetAction((parsed, ct) => CalibrateCommand.RunAsync(
        new(parsed.GetRequiredValue(sets), parsed.GetRequiredValue(unanswerable), parsed.GetValue(cache), parsed.GetValue(models), parsed.GetValue(report), parsed.GetValue(gate)), ct));
    return command;
}

static Command OverHttp()
{
    var sets = Sets();
    var url = new Option<Uri?>("--url") { Description = "A running server; without it one is started on a temporary folder for each set" };
    var ocp = new Option<string?>("--ocp") { Description = "Path of the program to start; the checkout's own build by default" };
    var limit = new Option<int>("--limit") { Description = "Length of each answer, 1 to 100", DefaultValueFactory = _ => 100 };
    var run = new Option<string?>("--run") { Description = "Write the ranked answers of the last set to this file" };
    var command = new Command("http", "Scores sets over HTTP.") { sets, url, ocp, limit, run };
    command.SetAction((parsed, ct) => HttpEvaluation.RunAsync(
        new(parsed.GetValue(url), parsed.GetValue(ocp), parsed.GetRequiredValue(sets), parsed.GetValue(limit), parsed.GetValue(run)), ct));
    return command;
}

static Command Worlds()
{
    var seeds = new Option<int>("--seeds") { Description = "How many worlds, 1 to 100", DefaultValueFactory = _ => 5 };
    var issues = new Option<int>("--issues") { Description = "Issues of each world, 1 to 800", DefaultValueFactory = _ => 500 };
    var apart = new Option<bool>("--apart") { Description = "Give each issue names of its own, so that search tells issues apart" };
    var rivals = new Option<int>("--rivals") { Description = "Issues of each rivalry of a newcomer with an incumbent, 0 to 60; no bar is about them", DefaultValueFactory = _ => 40 };
    Bound(seeds, 1, 100);
    Bound(issues, 1, 800);
    Bound(rivals, 0, 60);
    var gate = new Option<bool>("--gate") { Description = "Fail when the product does not reach its bars" };
    var report = new Option<string?>("--report") { Description = "Markdown file whose section on outcomes is written anew" };
    var cache = new Option<string?>("--cache") { Description = "Folder that keeps the vectors of texts from one run to the next" };
    var command = new Command("world", "Measures in seeded worlds how well the first answer works.") { seeds, issues, apart, rivals, gate, report, cache };
    command.SetAction((parsed, ct) => WorldCommand.RunAsync(
        new(parsed.GetValue(seeds), parsed.GetValue(issues), parsed.GetValue(apart), parsed.GetValue(rivals), parsed.GetValue(gate), parsed.GetValue(report), parsed.GetValue(cache)), ct));
    return command;
}

static void Bound(Option<int> option, int least, int most) => option.Validators.Add(given =>
{
    if (given.GetValueOrDefault<int>() is var value && (value < least || value > most))
        given.AddError($"{option.Name} must be {least} to {most}");
});
