using System.CommandLine;
using ObsControlPlane.Retrieval.Evaluation;

var url = new Option<Uri?>("--url") { Description = "A running server; without it one is started on a temporary folder for each set" };
var ocp = new Option<string?>("--ocp") { Description = "Path of the program to start; the checkout's own build by default" };
var sets = new Option<string[]>("--set") { Description = "Folder of a retrieval set; may be given several times", Required = true, AllowMultipleArgumentsPerToken = true };
var limit = new Option<int>("--limit") { Description = "Length of each answer, 1 to 100", DefaultValueFactory = _ => 100 };
var gate = new Option<string?>("--gate") { Description = "JSON file of floors: {set: {score: at least}}" };
var run = new Option<string?>("--run") { Description = "Write the ranked answers of the last set to this file" };
var root = new RootCommand("Scores recall on retrieval sets, over HTTP.") { url, ocp, sets, limit, gate, run };
root.SetAction((parsed, ct) => Evaluation.RunAsync(
    new(parsed.GetValue(url), parsed.GetValue(ocp), parsed.GetValue(sets)!, parsed.GetValue(limit), parsed.GetValue(gate), parsed.GetValue(run)), ct));
return await root.Parse(args).InvokeAsync();
